"""What is best: the ordered tiers, each an integer to be made small, in a named unit.

A later tier only decides among weeks that are equal in all earlier ones.  Each tier stands here
twice: as an expression of the weekly model, and as ``measured`` on a finished plan without it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from optimizer.case import Case
from optimizer.doses import dose_of
from optimizer.model import Linear, Variable, WeekModel, weighted_sum
from optimizer.problem import WeekProblem
from optimizer.review import ReviewedSession, ReviewedWeek
from optimizer.rules import RULES
from optimizer.rules.before_key_run import BeforeKeyRun
from optimizer.rules.progression import sets_before
from optimizer.rules.recovery_after_run import POINTS_TIRED, RecoveryAfterRun
from optimizer.rules.same_muscle_spacing import eccentric_repeats, measured_eccentric_repeats

POINTS_AVOIDED = 4
POINTS_PREFERRED = 2
POINTS_CAUTION = 1
POINTS_TOO_LIGHT = 1
POINTS_ECCENTRIC_REPEAT = 3

UNITS: Mapping[str, str] = {
    # Relaxations, the dearest first; all of them are zero in an unrelaxed week.
    "neglected_major_left_out": "muscles",
    "neglected_minor_left_out": "muscles",
    "neglected_accessory_left_out": "muscles",
    "sessions_missing": "sessions",
    "patterns_missing": "patterns",
    "kept_exercises_missing": "exercises",
    "sets_above_progression": "sets",
    "recovery_short_for_leg_loading": "minutes",
    "recovery_short_without_leg_loading": "minutes",
    # The week itself.
    "minimum_dose_missed": "half sets",
    "target_dose_shortfall": "weighted half sets",
    "balance_outside_band": "half sets",
    "freshness_and_preferences": "points",
    "exercises_not_kept": "exercises",
    "session_time": "seconds",
    "tie_break": "ranks",
}
_LAST_LIMIT = 10**10
RELAXATION_TIERS = tuple(UNITS)[:9]
TIERS = tuple(UNITS)[9:]


@dataclass(frozen=True)
class Tier:
    """One tier of a model: an expression between 0 and ``most``."""

    name: str
    expression: Linear
    most: int

    @property
    def unit(self) -> str:
        return UNITS[self.name]


@dataclass(frozen=True)
class Band:
    """A ratio of two groups' average weekly doses that is to lie between ``least`` and ``most``.

    The groups are muscles; ``most`` None: no upper bound.
    """

    name: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    least: Fraction
    most: Fraction | None


def bands_of(case: Case) -> tuple[Band, ...]:
    """The balances that this week is measured by."""
    catalog = case.catalog

    def group(*names: str) -> tuple[str, ...]:
        return tuple(m.id for m in catalog.muscles.values() if set(names) & set(m.groups))

    def band(name: str, above: tuple[str, ...], below: tuple[str, ...], evidence: str) -> Band:
        least, *most = (Fraction(str(number)) for number in catalog.numbers(evidence))
        return Band(name, above, below, least, most[0] if most else None)

    pull = tuple(m for m in ("latissimus_dorsi", "rhomboids", "trapezius") if m in catalog.muscles)
    push = tuple(m for m in ("deltoid", "pectoralis_major") if m in catalog.muscles)
    hamstrings = f"ham_quad_balance_{case.request.emphasis}"
    bands = (
        band("hamstrings to quadriceps", group("hamstrings"), group("quadriceps"), hamstrings),
        band(
            "adductors to abductors",
            group("hip_adductors"),
            group("hip_abductors"),
            "add_abd_balance",
        ),
        band("shins to calves", group("shins"), group("calves"), "calf_shin_balance"),
        band("pull to push", pull, push, "push_pull"),
    )
    return tuple(found for found in bands if found.above and found.below)


def target_weights(case: Case) -> dict[str, int]:
    """How much a missing half set of each muscle's target counts."""
    return {
        muscle: 1 + (muscle in case.neglected) + (muscle in case.emphasised)
        for muscle in case.doses
    }


def exercise_points(case: Case) -> dict[str, int]:
    """Points of each exercise that is done: against a wish, under an injury's caution, too light.

    Too light is unloaded work for a major muscle, for an athlete beyond a beginner's level.
    """
    seasoned = case.request.athlete.level != "beginner"
    injuries = set(case.request.athlete.injuries)
    points: dict[str, int] = {}
    for exercise in case.catalog.exercises.values():
        cost = POINTS_AVOIDED * (exercise.id in case.request.preferences.avoid)
        cost += POINTS_CAUTION * len(injuries.intersection(exercise.cautions))
        if seasoned and not exercise.loaded and exercise.counts_toward_volume:
            classes = (case.catalog.muscles[m].volume_class for m in exercise.primary)
            cost += POINTS_TOO_LIGHT * ("major" in classes)
        if cost:
            points[exercise.id] = cost
    return points


def tie_break_ranks(case: Case) -> dict[str, int]:
    """A rank for every exercise: those an article names first, then by id."""
    ordered = sorted(case.catalog.exercises.values(), key=lambda e: (not e.articles, e.id))
    return {exercise.id: rank for rank, exercise in enumerate(ordered, start=1)}


def tiers_of(week: WeekModel) -> tuple[Tier, ...]:
    """Every tier of a model, in order; adds the variables that they need."""
    relaxations = _relaxation_tiers(week) if week.problem.relaxed else ()
    return (
        *relaxations,
        _minimum_dose(week),
        _target_dose(week),
        _balance(week),
        _freshness_and_preferences(week),
        *_not_kept(week),
        _time(week),
        _tie_break(week),
    )


def _relaxation_tiers(week: WeekModel) -> tuple[Tier, ...]:
    tiers = []
    for name in RELAXATION_TIERS[:7]:
        missed = [missed for missed in week.missed if missed.step == name]
        if missed:
            amount = weighted_sum((m.amount, 1) for m in missed)
            tiers.append(Tier(name, amount, sum(m.most for m in missed)))
    for name, relaxation in zip(RELAXATION_TIERS[7:], ("floor", "leg_loading_only"), strict=True):
        terms = [
            (week.held[slot.index], slot.admission.relaxed_minutes)
            for slot in week.problem.slots
            if slot.admission.relaxation == relaxation
        ]
        if terms:
            tiers.append(Tier(name, weighted_sum(terms), sum(weight for _, weight in terms)))
    return tuple(tiers)


def _shortfalls(week: WeekModel, wanted: Mapping[str, int], what: str) -> dict[str, Variable]:
    """By muscle: half sets below ``wanted``."""
    found = {}
    for muscle, half_sets in wanted.items():
        if half_sets > 0:
            short = week.cp.new_int_var(0, half_sets, f"{what} {muscle}")
            week.cp.add(short + week.useful_half_sets(muscle, half_sets) >= half_sets)
            found[muscle] = short
    return found


def _minimum_dose(week: WeekModel) -> Tier:
    wanted = {muscle: dose.minimum for muscle, dose in week.problem.case.doses.items()}
    short = _shortfalls(week, wanted, "below minimum")
    return Tier(TIERS[0], weighted_sum((v, 1) for v in short.values()), sum(wanted.values()))


def _target_dose(week: WeekModel) -> Tier:
    case = week.problem.case
    wanted = {muscle: dose.target for muscle, dose in case.doses.items()}
    weights = target_weights(case)
    short = _shortfalls(week, wanted, "below target")
    return Tier(
        TIERS[1],
        weighted_sum((v, weights[m]) for m, v in short.items()),
        sum(weights[m] * half_sets for m, half_sets in wanted.items()),
    )


def _balance(week: WeekModel) -> Tier:
    outside = []
    most = 0
    for band in bands_of(week.problem.case):
        size = sum(week.problem.case.doses[m].maximum for m in (*band.above, *band.below))
        variable = week.cp.new_int_var(0, 4 * size, f"outside {band.name}")
        for scale, terms in _band_sides(band):
            week.cp.add(scale * variable >= week.weighted_half_sets(terms))
        outside.append(variable)
        most += 4 * size
    return Tier(TIERS[2], weighted_sum((v, 1) for v in outside), most)


def _band_sides(band: Band) -> list[tuple[int, dict[str, int]]]:
    """Each side as ``scale × outside ≥ Σ weight × half sets`` with whole numbers.

    ``outside`` counts half sets of the first group: how many it lacks, or has too many, on average
    over the ratio's band.
    """
    sides: list[tuple[int, dict[str, int]]] = []
    for bound, sign in ((band.least, 1), (band.most, -1)):
        if bound is None:
            continue
        # sign × (bound × average below, less average above) × len(above), cleared of fractions
        scale = bound.denominator * len(band.below)
        terms = {m: sign * bound.numerator * len(band.above) for m in band.below}
        for muscle in band.above:
            terms[muscle] = terms.get(muscle, 0) - sign * scale
        sides.append((scale, terms))
    return sides


def _freshness_and_preferences(week: WeekModel) -> Tier:
    case = week.problem.case
    terms = [
        (week.held[slot.index], slot.admission.points)
        for slot in week.problem.slots
        if slot.admission.points
    ]
    points = exercise_points(case)
    terms += [(week.present[e], points[e]) for e in week.problem.doses if e in points]
    terms += [(repeat, POINTS_ECCENTRIC_REPEAT) for repeat in eccentric_repeats(week)]
    constant = 0
    for exercise in sorted(set(case.request.preferences.prefer)):
        if exercise in week.problem.doses:
            terms.append((week.present[exercise], -POINTS_PREFERRED))
            constant += POINTS_PREFERRED
    most = constant + sum(weight for _, weight in terms if weight > 0)
    return Tier(TIERS[3], weighted_sum(terms) + constant, most)


def _not_kept(week: WeekModel) -> tuple[Tier, ...]:
    before = [e for e in sets_before(week.problem.case) if e in week.problem.doses]
    if not before:
        return ()
    kept = weighted_sum((week.present[exercise], -1) for exercise in before)
    return (Tier(TIERS[4], kept + len(before), len(before)),)


def _time(week: WeekModel) -> Tier:
    terms: list[tuple[Linear, int]] = [
        (week.held[slot.index], slot.warm_up.seconds) for slot in week.problem.slots
    ]
    for exercise, dose in week.problem.doses.items():
        for cell in week.totals_of(exercise):
            terms.append((cell.sessions, dose.charged_seconds(0)))
            terms.append((cell.sets, dose.charged_seconds_per_set))
    budgets = (slot.budget_seconds for slot in week.problem.slots)
    return Tier(TIERS[5], weighted_sum(terms), 7 * max(budgets, default=0))


def _tie_break(week: WeekModel) -> Tier:
    ranks = tie_break_ranks(week.problem.case)
    terms = [(week.present[exercise], ranks[exercise]) for exercise in week.problem.doses]
    return Tier(TIERS[6], weighted_sum(terms), sum(weight for _, weight in terms))


def measured(week: ReviewedWeek, possible: Collection[str]) -> dict[str, int]:
    """Every tier but the relaxations, read from a finished plan without the model.

    ``possible``: the exercises that some slot of the week admits.
    """
    case = week.case
    half_sets = {muscle: week.half_sets(muscle) for muscle in case.doses}
    weights = target_weights(case)
    done = week.sets()
    return {
        "minimum_dose_missed": sum(
            max(0, dose.minimum - half_sets[m]) for m, dose in case.doses.items()
        ),
        "target_dose_shortfall": sum(
            weights[m] * max(0, dose.target - half_sets[m]) for m, dose in case.doses.items()
        ),
        "balance_outside_band": sum(_outside(band, half_sets) for band in bands_of(case)),
        "freshness_and_preferences": _measured_points(week, done, possible),
        "exercises_not_kept": _measured_not_kept(case, done, possible),
        "session_time": sum(_charged_seconds(case, session) for session in week.sessions),
        "tie_break": sum(tie_break_ranks(case)[exercise] for exercise in done),
    }


def measured_relaxations(week: ReviewedWeek, problem: WeekProblem) -> dict[str, int]:
    """Every relaxation tier, read from a finished plan; all are zero unless ``problem`` is relaxed.

    Where some week keeps every required rule, nothing is given up.
    """
    found = dict.fromkeys(RELAXATION_TIERS, 0)
    if problem.relaxed:
        for rule in RULES:
            for tier, amount in rule.given_up(week, problem).items():
                found[tier] += amount
    return found


def _outside(band: Band, half_sets: Mapping[str, int]) -> int:
    """Half sets outside the band, rounded up."""
    above = Fraction(sum(half_sets[m] for m in band.above), len(band.above))
    below = Fraction(sum(half_sets[m] for m in band.below), len(band.below))
    lacking = (band.least * below - above) * len(band.above)
    excess = (above - band.most * below) * len(band.above) if band.most is not None else Fraction(0)
    worst = max(lacking, excess, Fraction(0))
    return -(-worst.numerator // worst.denominator)


def _measured_points(week: ReviewedWeek, done: Mapping[str, int], possible: Collection[str]) -> int:
    case = week.case
    points = sum(exercise_points(case).get(exercise, 0) for exercise in done)
    wanted = set(case.request.preferences.prefer).intersection(possible)
    points += POINTS_PREFERRED * len(wanted.difference(done))
    points += POINTS_ECCENTRIC_REPEAT * measured_eccentric_repeats(week)
    before_key_run = BeforeKeyRun()
    for session in week.sessions:
        points += before_key_run.measured_points(
            case,
            session.start // 60,
            (session.start + _charged_seconds(case, session)) / 60,
            legs=session.is_leg_loading,
        )
    recovery = RecoveryAfterRun()
    if recovery.enforced(case) == "preferred":
        points += POINTS_TIRED * sum(1 for _ in recovery.review(week))
    return points


def _measured_not_kept(case: Case, done: Mapping[str, int], possible: Collection[str]) -> int:
    return len(set(sets_before(case)).intersection(possible).difference(done))


def _charged_seconds(case: Case, session: ReviewedSession) -> int:
    """What a session costs in the time model: its warm-up and every exercise's charged time."""
    warm_up = sum(e.item.seconds for e in session.entries if e.block.kind == "warm_up")
    exercises = case.catalog.exercises
    return warm_up + sum(
        dose_of(case, exercises[exercise]).charged_seconds(sets)
        for exercise, sets in session.sets().items()
    )


def joined(tiers: Iterable[Tier], limit: int = 5_000) -> list[list[Tier]]:
    """Neighbouring tiers that one weighted sum can decide exactly.

    Its weights stay below ``limit``, but for the last two tiers, which have the week nearly settled
    and are quicker together.
    """
    groups: list[list[Tier]] = []
    size = 1
    for tier in tiers:
        most = _LAST_LIMIT if tier.name == TIERS[-1] else limit
        if groups and size * (tier.most + 1) <= most:
            groups[-1].append(tier)
            size *= tier.most + 1
        else:
            groups.append([tier])
            size = tier.most + 1
    return groups
