"""What comes next of an exercise: a fixed order of rules, each with its sentence.

The first rule of ``RULES`` that has something to say decides; what protects comes before what
raises.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from optimizer.documents.wording import counted
from optimizer.dosing.after_time_off import days_of_new_begin, easing_in_words, row_of
from optimizer.dosing.large_load_step import earns_more, next_top, reps_next, wanted_for_step
from optimizer.dosing.load_words import far_off_in_words, load_in_words, written_weight
from optimizer.dosing.logged_tool import is_machine
from optimizer.dosing.new_load import (
    load_for_new_range,
    load_for_rir,
    lowered,
    next_step_percent,
    raised,
    wide_top,
)
from optimizer.dosing.standing import (
    SAME_WEIGHT_KG,
    STANDING_STILL,
    Decision,
    Standing,
    is_at_top_twice,
    is_regaining,
    missed,
    sessions_needed,
    usual_step,
)
from optimizer.dosing.tempo import may_be_slower, slower
from optimizer.dosing.weights import Weight
from optimizer.dosing.working_maximum import working_maximum
from optimizer.dosing.workouts import Workout, days_between

_LEAST_AFTER_TWO_WEEKS = 0.95
"""Share of the load: less would be lost by a wide step of the weights alone."""

RuleOf = Callable[[Standing], Decision | None]


def decide(standing: Standing) -> Decision:
    """The first rule of ``RULES`` that has something to say; the last one always has."""
    standing = replace(standing, most_kg=_left_by_lighter_week(standing))
    for rule in RULES:
        found = rule(standing)
        if found is not None:
            return _with_easing(standing, _widened(standing, found))
    raise AssertionError("the last rule always decides")


def _pain(standing: Standing) -> Decision | None:
    pain = standing.last.pain
    falls_from, stops_above, percent = standing.catalog.numbers("pain_limits")
    settled_after = standing.catalog.numbers("time_off_days")[1]
    if pain is None or pain < falls_from:
        return None
    if days_between(standing.last.day, standing.today) > settled_after:
        return None
    if pain > stops_above:
        return Decision(
            "pain",
            f"Pain {pain} of 10 in it the last time: it is left out until that has settled.",
            stops=True,
        )
    weight = None
    then = "an easier variant, or fewer repetitions"
    if standing.is_loaded:
        assert standing.load_kg is not None
        weight = lowered(standing, standing.load_kg, percent / 100)
        then = f"down to {standing.words(weight)}"
    return Decision(
        "pain",
        f"Pain {pain} of 10 in it the last time: {then}, and again only if it has settled the next"
        " morning.",
        weight,
    )


def _illness(standing: Standing) -> Decision | None:
    if not standing.is_ill:
        return None
    more = standing.catalog.number("illness")
    weight = _for_reserve(standing, more)
    then = "" if weight is None else f" with {standing.words(weight)}"
    return Decision(
        "illness",
        f"After an illness: begin{then} so that {more:g} more repetitions are left than usual.",
        weight,
    )


def _time_off(standing: Standing) -> Decision | None:
    days = days_between(standing.last.day, standing.today)
    row = row_of(standing.catalog, days, standing.age_years)
    if not row:
        return None
    shares = standing.catalog.numbers("time_off_load")
    since = f"{days} days since"
    easing = easing_in_words(standing.catalog, row) if standing.is_eased else ""
    if row >= len(shares):
        return Decision("time_off", f"{since} the last time: begin as if it were new{easing}.")
    if not standing.is_loaded and row <= 1:
        return None
    if not standing.is_loaded:
        less = "a shorter hold" if standing.dose.reps is None else "fewer repetitions"
        return Decision("time_off", f"{since} the last time: begin with {less}{easing}.")
    assert standing.load_kg is not None
    weight = standing.at_most(standing.load_kg * shares[row] / 100)
    if row == 1 and weight.kg < standing.load_kg * _LEAST_AFTER_TWO_WEEKS:
        weight = standing.same()
    weight = _below_missed_eve(standing, weight)
    return Decision(
        "time_off",
        f"{since} {standing.load_in_words}: begin with {standing.words(weight)}{easing}.",
        weight,
    )


def _with_easing(standing: Standing, decision: Decision) -> Decision:
    """Whatever else decides, what time off takes of the dose is told."""
    if not standing.is_eased or decision.stops or decision.rule == "time_off":
        return decision
    days = days_between(standing.last.day, standing.today)
    row = row_of(standing.catalog, days, standing.age_years)
    if not row:
        worked = [one.day for one in standing.workouts]
        begun = days_of_new_begin(standing.catalog, worked, standing.today, standing.age_years)
        if begun is None:
            return decision
        days, row = begun, row_of(standing.catalog, begun, standing.age_years)
    easing = easing_in_words(standing.catalog, row).removeprefix(", ")
    return replace(decision, sentence=f"{decision.sentence} After {days} days off: {easing}.")


def _no_load_logged(standing: Standing) -> Decision | None:
    """The log has repetitions of something heavy, and not how heavy."""
    if standing.load_kg is not None or not standing.weights:
        return None
    if standing.last.is_weightless:
        nothing = load_in_words(written_weight(0, standing.last.unit), standing.last.unit)
        return Decision(
            "load_untold",
            f"The log has it with {nothing}, which is no load: write down what was lifted.",
        )
    return Decision("load_untold", "The log does not tell its load: write it down.")


def _other_tool(standing: Standing) -> Decision | None:
    """What a machine shows is no load of a free weight, nor the other way round."""
    tool, tools = standing.last.tool, standing.tools
    if tool is None or not tools or tool in tools or standing.last.kg is None:
        return None
    if not is_machine(tool) and not all(map(is_machine, tools)):
        return None
    before, now = (standing.catalog.equipment[one].name.lower() for one in (tool, tools[0]))
    return Decision(
        "other_tool",
        f"{standing.last_in_words} with a {before}, which says nothing of the load with a {now}.",
    )


def _deload(standing: Standing) -> Decision | None:
    if not standing.is_deload:
        return None
    weight = _for_reserve(standing, 0)
    with_it = "" if weight is None else f" {standing.words(weight)},"
    return Decision(
        "deload", f"A lighter week:{with_it} fewer sets in the week, more left in reserve.", weight
    )


def _standing_still(standing: Standing) -> Decision | None:
    if standing.phase not in STANDING_STILL:
        return None
    weight = _for_reserve(standing, 0)
    phase = "Taper" if standing.phase == "taper" else "After a race"
    then = "nothing new" if weight is None else f"{standing.words(weight)}, nothing new"
    return Decision(
        "taper" if standing.phase == "taper" else "after_race", f"{phase}: {then}.", weight
    )


def _after_lighter_week(standing: Standing) -> Decision | None:
    was_on_eve = standing.last.usual_kg is not None
    if not standing.last.in_lighter_week and not was_on_eve:
        return None
    fewer = ""
    if standing.is_reduced_after_deload:
        sets = round(standing.catalog.numbers("after_deload")[0])
        fewer = f", {counted(sets, 'sets')} less"
    if not standing.is_loaded:
        return Decision("after_deload", f"After a lighter week: as it was before{fewer}.")
    weight = load_for_rir(standing, 0)
    assert weight is not None
    words = standing.words(weight)
    as_before = "as before it" if standing.most_kg is None else "down from before it"
    because = "" if standing.most_kg is None else ", by what hurt or was too much"
    sentence = f"After a lighter week: {words}, {as_before}{because}{fewer}."
    if was_on_eve:
        sentence = f"After the eve of a key run: {words}, as on other days."
    return Decision("after_deload", sentence, weight)


def _left_by_lighter_week(standing: Standing) -> float | None:
    """In kg, the load that the log before and in a lighter week left; None: nothing lowered it."""
    load = standing.load_kg
    if load is None or not standing.is_loaded or not standing.last.in_lighter_week:
        return None
    before = tuple(one for one in standing.workouts if not one.in_lighter_week)
    lighter = standing.workouts[len(before) :]
    falls_from = standing.catalog.numbers("pain_limits")[0]
    missed_in_it = [one for one in lighter if _missed_in_lighter_week(standing, one)]
    left = [
        one.kg
        for one in lighter
        if one.kg and ((one.pain or 0) >= falls_from or one in missed_in_it)
    ]
    if lighter[-1] in missed_in_it:
        left += _left_by_misses(standing, before, lighter)
    if before:
        then = replace(standing, workouts=before, today=lighter[0].day)
        decisions = (rule(then) for rule in (_pain, _miss, _too_hard))
        for decision in (one for one in decisions if one is not None):
            if decision.stops:
                # It was done again nonetheless, and no heavier is known to be well.
                left += [one.kg for one in lighter if one.kg]
            weights = (decision.weight, decision.on_other_days)
            left += [weight.kg for weight in weights if weight is not None]
    least = min(left, default=load)
    return least if least < load - SAME_WEIGHT_KG else None


def _left_by_misses(
    standing: Standing, before: Sequence[Workout], lighter: Sequence[Workout]
) -> list[float]:
    """In kg, what is left of the load where that of a lighter week is not the first missed."""
    in_it = (_missed_in_lighter_week(standing, one) for one in reversed(lighter))
    judged = reversed([one for one in standing.judged if one in before])
    misses = [*in_it, *(missed(standing, one) for one in judged)]
    count = next((number for number, is_miss in enumerate(misses) if not is_miss), len(misses))
    load = standing.load_kg
    if count < 2 or load is None:
        return []
    second, third = standing.catalog.numbers("missed_load")
    return [lowered(standing, load, (second if count == 2 else third) / 100).kg]


def _missed_in_lighter_week(standing: Standing, workout: Workout) -> bool:
    """Its sets were planned to end so many repetitions earlier, and its holds as long as ever."""
    if not workout.reps:
        return missed(standing, workout)
    least, most = standing.reps
    fewer = round(standing.catalog.number("deload_reserve"))
    usual = standing.dose if standing.before is None else standing.before
    lighter = replace(usual, reps=(max(1, least - fewer), max(1, most - fewer)))
    return missed(replace(standing, before=lighter), workout)


def _new_range(standing: Standing) -> Decision | None:
    """Other repetitions than last time: the load moves along the curve, at most 15 % at once."""
    before, now = standing.before, standing.dose
    if before is None or before.reps is None or now.reps is None or not standing.is_loaded:
        return None
    if (before.reps[0], before.rir) == (now.reps[0], now.rir):
        return None
    assert standing.load_kg is not None
    maximum = working_maximum(standing.catalog, standing.workouts, standing.today)
    weight = load_for_new_range(standing, maximum)
    if weight.kg > standing.load_kg and missed(standing, standing.last):
        weight = standing.same()
    weight = _below_missed_eve(standing, weight)
    by, aside = "", ""
    if maximum is not None:
        words = load_in_words(written_weight(round(maximum.estimate.kg), "kg"), standing.units)
        by = f" by a maximum of about {words} (± {maximum.estimate.error_percent} %)"
        if maximum.aside is not None:
            aside = f" {far_off_in_words(standing.done_in_words(maximum.aside))}"
    other = f"{_range(now.reps)} repetitions instead of {_range(before.reps)}"
    if before.reps[0] == now.reps[0] and before.rir is not None and now.rir is not None:
        other = f"{_range(now.rir)} left instead of {_range(before.rir)}"
    return Decision(
        "new_range",
        f"{standing.last_in_words}: now {other}, so {standing.words(weight)}{by}.{aside}",
        weight,
    )


def _miss(standing: Standing) -> Decision | None:
    count = 0
    for workout in reversed(standing.judged):
        if not missed(standing, workout):
            break
        count += 1
    if not count or not standing.last.is_judged:
        return None
    least = _range(standing.reps)
    if not standing.is_loaded:
        if count == 1:
            return Decision(
                "missed_once", f"{standing.last_in_words}, below {least}: the same again."
            )
        return Decision(
            "missed_again",
            f"Below {least} {_times(count)}: an easier variant, or a shorter range of movement.",
        )
    assert standing.load_kg is not None
    if count == 1:
        weight = standing.same()
        on_other_days = _after_missed_eve(standing, weight)
        then = f", on other days {standing.words(on_other_days)}" if on_other_days else ""
        return Decision(
            "missed_once",
            f"{standing.last_in_words}, short of {least}: the same load again{then}.",
            weight,
            on_other_days=on_other_days,
        )
    second, third = standing.catalog.numbers("missed_load")
    weight = lowered(standing, standing.load_kg, (second if count == 2 else third) / 100)
    more = "" if count == 2 else " and a lighter week is due"
    lightest = ", the lightest there" if weight.kg >= standing.load_kg - 1e-6 else ""
    return Decision(
        "missed_again",
        f"{standing.last_in_words}, short of {least} {_times(count)}: down to"
        f" {standing.words(weight)}{lightest}{more}.",
        weight,
        on_other_days=_after_missed_eve(standing, weight),
    )


def _after_missed_eve(standing: Standing, weight: Weight) -> Weight | None:
    """Of other days no more than what was missed on an eve; None: it was on none."""
    done = standing.last.as_done
    if done is None or done.kg is None or done.kg >= weight.kg:
        return None
    return standing.at_most(done.kg)


def _for_reserve(standing: Standing, more: float) -> Weight | None:
    """With so much more left; None: nothing is loaded."""
    weight = load_for_rir(standing, more)
    return None if weight is None else _below_missed_eve(standing, weight)


def _below_missed_eve(standing: Standing, weight: Weight) -> Weight:
    """No more than what was missed on an eve, though it was lighter of more."""
    if not missed(standing, standing.last):
        return weight
    return _after_missed_eve(standing, weight) or weight


def _too_hard(standing: Standing) -> Decision | None:
    """In two workouts in a row less was left than wanted, though none was missed twice."""
    recent = standing.judged[-2:]
    if not standing.is_loaded or not standing.last.is_judged or len(recent) < 2:
        return None
    short, per_rep = standing.catalog.numbers("too_hard")
    wanted = standing.reserve[0]
    left = [workout.mean_reserve for workout in recent if workout.kg == standing.last.kg]
    reserves = [reserve for reserve in left if reserve is not None]
    if len(reserves) < len(recent) or max(reserves) > wanted - short:
        return None
    assert standing.load_kg is not None
    lacking = wanted - reserves[-1]
    weight = lowered(standing, standing.load_kg, 1 - lacking * per_rep / 100)
    if weight.kg >= standing.load_kg - 1e-6:
        return None
    return Decision(
        "too_hard",
        f"{standing.last_in_words}, less than the wanted {wanted} twice: down to"
        f" {standing.words(weight)}.",
        weight,
    )


def _too_easy(standing: Standing) -> Decision | None:
    """More was left than wanted: up by as many repetitions as were left too many.

    By their load; where the next weight is too much heavier for that, by their number.
    """
    if not standing.is_loaded or not standing.last.is_judged:
        return None
    reserve = standing.last.mean_reserve
    off, per_rep, most = standing.catalog.numbers("too_easy")
    wanted = standing.reserve[1]
    if reserve is None or reserve < wanted + off:
        return None
    workouts, most_at_first = standing.catalog.numbers("finding")
    is_finding = len(standing.workouts) <= workouts
    if is_finding:
        most = most_at_first
    percent = min(most, (reserve - wanted) * per_rep)
    because = f"{_amount(round(reserve - wanted, 1))} more than wanted"
    if next_step_percent(standing) > percent:
        return _more_reps_at_once(standing, reserve - wanted, because) if is_finding else None
    return raised(standing, "too_easy", percent, because)


def _more_reps_at_once(standing: Standing, more: float, because: str) -> Decision | None:
    """While a load is being found, the repetitions that no weight makes up for.

    None: they are in the range, or so few that two more a workout bring them.
    """
    reps = standing.dose.reps
    step = next_step_percent(standing)
    weight = standing.same()
    wide = None if reps is None else wide_top(standing, weight.kg, reps[0])
    if reps is None or wide is None or not standing.last.reps:
        return None
    at_once = round(standing.catalog.number("reps_for_load"))
    top = min(wide, reps[1] + at_once, standing.last.least_reps + math.floor(more))
    if top <= next_top(standing, wide):
        return None
    return Decision(
        "too_easy",
        f"{standing.last_in_words}, {because}: the same load, up to {top} repetitions, as the next"
        f" weight is {step:.0f} % heavier.",
        weight,
        (reps[0], top),
    )


def _double_progression(standing: Standing) -> Decision | None:
    if not standing.is_loaded or not standing.last.is_judged or not standing.last.reps:
        return None
    least = standing.reps[0]
    if _times_at_top(standing) < _times_needed(standing):
        return None
    if is_regaining(standing):
        return raised(
            standing, "regain", standing.catalog.number("regain"), "on the way back", least
        )
    return raised(standing, "step_up", usual_step(standing), "", least)


def without_step(standing: Standing) -> Decision:
    """The load of the last time, where a step is due and the session has steps enough."""
    assert standing.load_kg is not None
    return Decision(
        "step_waits",
        f"{standing.last_in_words}: a step up is due and waits, as half of the session goes up"
        " already.",
        standing.same(),
    )


def _times_needed(standing: Standing) -> int:
    return 1 if is_regaining(standing) else sessions_needed(standing)


def _top_for_step(standing: Standing) -> int:
    """The repetitions that every set has to have before the load goes up."""
    assert standing.load_kg is not None
    least, most = standing.reps
    if is_regaining(standing):
        return least
    return max(most, wide_top(standing, standing.load_kg, least) or 0)


def _times_at_top(standing: Standing) -> int:
    """The last workouts in a row, with the last load, that had the top with enough left."""
    top, wanted = _top_for_step(standing), wanted_for_step(standing)
    times = 0
    for workout in reversed(standing.judged):
        reserve = workout.reserve
        is_there = workout.kg == standing.last.kg and workout.least_reps >= top
        if not is_there or reserve is None or reserve < wanted:
            break
        times += 1
    return times


def _harder_variant(standing: Standing) -> Decision | None:
    """Without a load: the top of the range with two left, twice, asks for a harder variant."""
    if not standing.last.is_judged or not is_at_top_twice(standing):
        return None
    reached = _reached_twice(standing)
    if standing.exercise.load_class == "band":
        start = f"{standing.catalog.number('band_start'):g} repetitions"
        if standing.dose.hold_seconds is not None and standing.dose.reps is None:
            start = f"{standing.dose.hold_seconds[0]} s"
        return Decision(
            "next_band", f"{reached}: the next stronger band; {start} with it are enough at first."
        )
    if standing.harder is not None:
        return Decision("harder_variant", f"{reached}: on to {standing.harder}.")
    if not may_be_slower(standing.exercise, standing.dose):
        return None
    return Decision(
        "slower",
        f"{reached}: {slower(standing.catalog)} or a load.",
    )


def _reached_twice(standing: Standing) -> str:
    """``15 repetitions in every set twice``, by what was logged."""
    is_timed = standing.dose.reps is None
    done = [
        amount
        for workout in standing.judged[-2:]
        for amount in (workout.holds_seconds if is_timed else workout.reps)
    ]
    more = " or more" if max(done) > min(done) else ""
    return f"{min(done)} {'s' if is_timed else 'repetitions'}{more} in every set twice"


def _same_jumps(standing: Standing) -> Decision | None:
    """Jumps get better and not more."""
    if standing.exercise.kind != "plyometric":
        return None
    return Decision(
        "same_jumps",
        f"{standing.last_in_words}: the same again; no more or higher ones before every landing is"
        " quiet.",
    )


def _plateau(standing: Standing) -> Decision | None:
    if standing.phase not in ("off_season", "pre_season") or not standing.last.is_judged:
        return None
    beginner, others = standing.catalog.numbers("plateau")
    count = round(beginner if standing.level == "beginner" else others) + 1
    recent = standing.judged[-count:]
    if len(recent) < count:
        return None
    first = recent[0]
    gained = any(
        (w.kg or 0) > (first.kg or 0)
        or sum(w.reps) > sum(first.reps)
        or sum(w.holds_seconds) > sum(first.holds_seconds)
        for w in recent[1:]
    )
    if gained:
        return None
    weight = None
    if standing.is_loaded:
        assert standing.load_kg is not None
        weight = standing.same()
    return Decision(
        "plateau",
        f"{standing.last_in_words}, and nothing gained in {counted(count - 1, 'workouts')}: the"
        " same again; a lighter week, then another variant, may help.",
        weight,
    )


def _go_on(standing: Standing) -> Decision:
    if not standing.is_loaded:
        if standing.last.holds_seconds and standing.dose.hold_seconds is not None:
            step, top = standing.catalog.numbers("hold_step")
            shortest = min(standing.last.holds_seconds)
            least, most = standing.dose.hold_seconds
            longest = max(least, min(most, round(top)))
            if shortest >= longest:
                words = f"the same again, as the top of the range, {longest} s, is reached"
                return Decision("hold_longer", f"{standing.last_in_words}: {words}.")
            wanted = max(least, min(shortest + round(step), longest))
            return Decision("hold_longer", f"{standing.last_in_words}: {wanted} s next.")
        return Decision("more_reps", f"{standing.last_in_words}: up to two repetitions more.")
    assert standing.load_kg is not None
    weight = standing.same()
    least, most = standing.dose.reps or standing.reps
    wide = wide_top(standing, weight.kg, least) if standing.last.least_reps >= most else None
    lighter = standing.load_kg - weight.kg > 1e-6
    load = f"{standing.words(weight)}, the nearest there" if lighter else "the same load"
    reached = reps_next(standing, weight) or (least, most)
    then = f"repetitions up within {_range(reached)}"
    if wide is not None and wide > most:
        if earns_more(standing):
            then = _towards_wide_step(standing, weight, wide)
        elif standing.last.least_reps >= reached[1]:
            then = _until_more(standing, weight, reached[1])
    if not lighter and standing.last.reps and standing.last.least_reps >= _top_for_step(standing):
        then = _until_step(standing)
    return Decision("more_reps", f"{standing.last_in_words}: {load}, {then}.", weight)


def _until_step(standing: Standing) -> str:
    """What the load still waits for at the top of the range."""
    top, wanted = _top_for_step(standing), wanted_for_step(standing)
    reserve = standing.last.reserve
    needed = _times_needed(standing)
    often = "" if needed == 1 else f" {_times(needed)} in a row"
    reached = f"as the top of the range, {top}, is reached"
    if reserve is None:
        return f"{reached}; write down how many are left: with {wanted} or more{often} it goes up"
    if reserve < wanted:
        return f"{reached}; with {wanted} or more left in every set{often} it goes up"
    more = needed - _times_at_top(standing)
    if more == 1:
        return f"{reached}; once more like this and it goes up"
    return f"{reached}; {_times(max(more, 1))} more like this and it goes up"


def _towards_wide_step(standing: Standing, weight: Weight, top: int) -> str:
    """How many repetitions come next, and how many before the step."""
    step = next_step_percent(standing, weight.kg)
    coming = next_top(standing, top)
    before = "" if coming == top else f", and {top} before the load goes up"
    return f"up to {coming} repetitions{before}, as the next weight is {step:.0f} % heavier"


def _until_more(standing: Standing, weight: Weight, most: int) -> str:
    """What the repetitions still wait for at the top of the range."""
    step = next_step_percent(standing, weight.kg)
    return (
        f"as the top of the range, {most}, is reached; with {wanted_for_step(standing)} or more"
        f" left in every set repetitions go up, as the next weight is {step:.0f} % heavier"
    )


_GOING_ON = frozenset({"missed_once", "more_reps", "plateau"})


def _widened(standing: Standing, decision: Decision) -> Decision:
    """At the top of the range with a wide step ahead, more repetitions lead up to it."""
    if decision.weight is None or decision.rule not in _GOING_ON:
        return decision
    return replace(decision, reps=reps_next(standing, decision.weight))


RULES: tuple[RuleOf, ...] = (
    _pain, _no_load_logged, _other_tool, _illness, _time_off, _deload, _standing_still,
    _after_lighter_week, _new_range, _miss, _too_hard, _too_easy,
    _double_progression, _harder_variant, _same_jumps, _plateau, _go_on,
)  # fmt: skip
"""In their order: what protects comes before what raises."""


def _range(bounds: Sequence[int]) -> str:
    return str(bounds[0]) if bounds[0] == bounds[1] else f"{bounds[0]}–{bounds[1]}"


def _times(count: int) -> str:
    return "twice" if count == 2 else f"{count} times"


def _amount(value: float) -> str:
    return f"{value:g}"
