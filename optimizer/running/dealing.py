"""A week's minutes dealt out to runs: the longest one, key runs, easy ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

from catalog import Catalog
from catalog.run_plans import KeyRunKind
from optimizer.running.times import WeeklyTime, hours_apart


@dataclass(frozen=True)
class Dealt:
    """Minutes and kind of the run at each time; ``key`` None: an easy or the longest one."""

    time: WeeklyTime
    minutes: int
    is_longest: bool = False
    key: KeyRunKind | None = None


@dataclass(frozen=True)
class Dealing:
    """The bounds of single runs."""

    easy_least: int
    easy_most: int
    key_least: int
    key_most: int
    long_from: int
    share_two: float
    share_more: float
    key_gap_hours: float
    long_gap_hours: float
    most_of_mean: float
    """Of two runs on neighbouring days one is no longer than so much of the week's mean."""
    spread: float
    """The longest run of a week is so much of the shortest, where there is room."""

    @classmethod
    def of(cls, catalog: Catalog) -> Dealing:
        easy_least, easy_most, key_least, key_most, long_from = (
            round(v) for v in catalog.numbers("run_minutes")
        )
        two, more = (v / 100 for v in catalog.numbers("run_long_share"))
        key_gap, long_gap = catalog.numbers("run_key_gap")
        of_mean, spread = (v / 100 for v in catalog.numbers("run_alternate"))
        return cls(
            easy_least, easy_most, key_least, key_most, long_from, two, more, key_gap, long_gap,
            of_mean, spread,
        )  # fmt: skip

    def runs(self, days: int, minutes: int, most_long: int, most_other: int) -> int:
        """How many runs: none shorter than the least useful one."""
        for count in range(days, 1, -1):
            longest = self.longest(count, minutes, most_long, most_other)
            if minutes - longest >= (count - 1) * self.easy_least <= (count - 1) * most_other:
                return count
        return 1

    def longest(self, runs: int, minutes: int, most: int, most_other: int) -> int:
        """The longest run: within its share of what the week comes to."""
        if runs == 1:
            return min(minutes, most)
        share = self.share_two if runs == 2 else self.share_more
        others = (runs - 1) * min(self.easy_most, most_other)
        return min(most, int(share * minutes), int(others * share / (1 - share)))

    def others(
        self, runs: int, minutes: int, longest: int, most: int, keys: list[int]
    ) -> tuple[list[int], int]:
        """Minutes of the other runs, key runs first, and how many of them are key runs.

        ``most``: of any of them; ``keys``: what each key run wants for its work.  What finds no
        room within the bounds is left out.
        """
        count = runs - 1
        if count <= 0:
            return [], 0
        most_easy = min(self.easy_most, most)
        most_key = min(self.key_most, most)
        left = min(minutes - longest, count * most_easy)
        fitting = keys[: count if most_key >= self.key_least else 0]
        while fitting and left - len(fitting) * self.key_least < self._least(count - len(fitting)):
            fitting = fitting[:-1]
        lengths: list[int] = []
        for index, wanted in enumerate(fitting):
            keys_after, easy_after = len(fitting) - index - 1, count - len(fitting)
            after = keys_after * self.key_least + self._least(easy_after)
            # What the others cannot take is its own.
            rest = left - keys_after * most_key - easy_after * most_easy
            lengths.append(min(most_key, max(self.key_least, wanted, rest), left - after))
            left -= lengths[-1]
        easy_runs = count - len(fitting)
        if not easy_runs:
            return lengths, len(fitting)
        each, more = divmod(min(left, easy_runs * most_easy), easy_runs)
        easy = [each + (index < more) for index in range(easy_runs)]
        easy = _alternating(easy, self.easy_least, most_easy)
        most_of = [most_key] * len(fitting) + [most_easy] * easy_runs
        return self._spread_out(lengths + easy, most_of, longest), len(fitting)

    def _spread_out(self, minutes: list[int], most_of: list[int], longest: int) -> list[int]:
        """The same sum, with the last run as short as the longest asks for, as far as the others
        can take what it gives."""
        found, shortest = list(minutes), int(longest / self.spread)
        give = found[-1] - max(shortest, self.easy_least)
        if len(found) < 2 or min(found) <= shortest or give <= 0:
            return found
        for index, most in enumerate(most_of[:-1]):
            taken = max(0, min(give, most - found[index]))
            found[index] += taken
            found[-1] -= taken
            give -= taken
        return found

    def in_share(self, dealt: Sequence[Dealt]) -> list[Dealt]:
        """The same runs, the longest within its share of what they come to."""
        others = [one.minutes for one in dealt if not one.is_longest]
        if not others:
            return list(dealt)
        share = self.share_two if len(dealt) == 2 else self.share_more
        most = max(int(sum(others) * share / (1 - share)), *others)
        return [
            replace(one, minutes=min(one.minutes, most)) if one.is_longest else one for one in dealt
        ]

    def is_in_turn(self, minutes: Mapping[date, int]) -> bool:
        """Whether no two long runs, for their week, are on neighbouring days."""
        most = self.most_of_mean * sum(minutes.values()) / len(minutes)
        long_days = {day for day, each in minutes.items() if each > most}
        return not any(day + timedelta(days=1) in long_days for day in long_days)

    def _least(self, easy_runs: int) -> int:
        return easy_runs * self.easy_least


def _alternating(minutes: list[int], least: int, most: int) -> list[int]:
    """The same sum with longer and shorter ones in turn."""
    found = list(minutes)
    for index in range(0, len(found) - 1, 2):
        shift = min(found[index] // 6, most - found[index], found[index + 1] - least)
        if shift > 0:
            found[index] += shift
            found[index + 1] -= shift
    return found


def key_times(
    dealing: Dealing, times: Sequence[WeeklyTime], longest: WeeklyTime, keys: int
) -> tuple[WeeklyTime, ...]:
    """Where up to ``keys`` key runs stand: apart from each other and from the longest run."""
    others = [one for one in times if one != longest]
    for count in range(min(keys, len(others)), 0, -1):
        fitting = [
            chosen
            for chosen in combinations(others, count)
            if all(hours_apart(one, longest) >= dealing.long_gap_hours for one in chosen)
            and all(hours_apart(a, b) >= dealing.key_gap_hours for a, b in combinations(chosen, 2))
        ]
        if fitting:
            return max(
                fitting,
                key=lambda chosen: (
                    min(hours_apart(one, longest) for one in chosen),
                    [-one.minute for one in chosen],
                ),
            )
    return ()
