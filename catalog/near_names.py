"""Names that are meant by other words than they are written with: equal ones, and near ones.

A near name is told only where it is surely the one that is meant; a wrong one is worse than none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

_SHORTEST_CLOSE, _SHORTEST_BEGINNING = 3, 4
_SHORT, _LONG, _VERY_LONG = 6, 6, 12
"""Letters of a word whose first letter says more, and from which on it may have two slips, and
three."""
_LONGEST = 100
"""Of a name that is compared by its letters."""
_MOST_REMEMBERED = 20_000
"""Names with their words: those of a catalog ten times as large."""
# Of many names, and so of none.
_OF_MANY = frozenset(
    ("pain", "injury", "sore", "soreness", "left", "right", "my", "the", "of", "and", "a", "in",
     "both", "muscle", "old", "slight", "mild", "no", "not", "none", "kit")
)  # fmt: skip


def words_of(name: str) -> tuple[str, ...]:
    """Words without capitals, accents, apostrophes and the s of several."""
    return tuple(_of_one(word) for word in _as_written(name))


@lru_cache(_MOST_REMEMBERED)
def _as_written(name: str) -> tuple[str, ...]:
    """Words without capitals, accents and apostrophes."""
    plain = "".join(
        sign
        for sign in unicodedata.normalize("NFKD", name.casefold())
        if not unicodedata.combining(sign) and sign not in "'’`´"  # noqa: RUF001  (people write them)
    )
    return tuple(re.findall(r"[^\W_]+", plain))


def key_of(name: str) -> str:
    """The same for names that differ in no letter: ``Pull-ups``, ``pull_up`` and ``pullup``."""
    return _of_one("".join(words_of(name)))


def _of_one(word: str) -> str:
    """``dumbbell`` of ``dumbbells``; ``soleus`` and ``press`` are of one already."""
    is_of_many = len(word) > 3 and word[-1] == "s" and word[-2] not in "sui"
    return word[:-1] if is_of_many else word


def nearest_name(name: str, known: Mapping[str, Iterable[str]]) -> str | None:
    """The one of ``known`` that ``name`` surely means, by letters or by words; else None.

    ``known``: by what is told, all the names that it has.
    """
    name = name[:_LONGEST]
    variants = [(key, one) for key, names in known.items() for one in names]
    wanted, by_words = words_of(name), [(key, words_of(one)) for key, one in variants]
    if _are_words_of_several(wanted, by_words):
        # "band" is a word of some, and no misspelt "Bank".
        return _by_words(wanted, by_words)
    spelled = [(key, _as_written(one)) for key, one in variants]
    return _by_spelling(_as_written(name), spelled) or _by_words(wanted, by_words)


def _are_words_of_several(
    wanted: Sequence[str], variants: list[tuple[str, tuple[str, ...]]]
) -> bool:
    telling = {word for word in wanted if word not in _OF_MANY}
    return bool(telling) and len({key for key, words in variants if telling <= set(words)}) > 1


def _by_spelling(wanted: Sequence[str], variants: list[tuple[str, tuple[str, ...]]]) -> str | None:
    joined = "".join(wanted)
    slips: dict[str, int] = {}
    for key, words in variants:
        other = "".join(words)
        if min(len(joined), len(other)) < _SHORTEST_CLOSE:
            continue
        most = _slips_allowed(joined)
        # "calf stretch" begins like "calf strain", and means something else.
        if len(wanted) == len(words) and not all(
            _slips(a, b) <= max(1, _slips_allowed(a)) for a, b in zip(wanted, words, strict=True)
        ):
            continue
        found = _slips(joined, other)
        if found <= most:
            slips[key] = min(found, slips.get(key, found))
    least = min(slips.values(), default=0)
    nearest = [key for key, found in slips.items() if found == least]
    return nearest[0] if len(nearest) == 1 else None


def _slips_allowed(word: str) -> int:
    if len(word) < _SHORTEST_CLOSE:
        return 0
    return 1 + (len(word) >= _LONG) + (len(word) >= _VERY_LONG)


def _by_words(wanted: Sequence[str], variants: list[tuple[str, tuple[str, ...]]]) -> str | None:
    """The one name that has all the words that are asked."""
    telling = [word for word in wanted if word not in _OF_MANY]
    if not telling:
        return None
    found: dict[str, set[str]] = {}
    for key, words in variants:
        if all(any(_is_part(word, one) for one in words) for word in telling):
            found.setdefault(key, set()).update(words_of(key))
    if len(found) > 1:
        # "achilles" is one tendinopathy, of which another is a special case.
        general = [t for t, words in found.items() if all(words <= o for o in found.values())]
        return general[0] if len(general) == 1 else None
    return next(iter(found), None)


def _is_part(wanted: str, word: str) -> bool:
    if wanted == word:
        return True
    if len(wanted) >= _SHORTEST_BEGINNING and word.startswith(wanted):
        return True
    return len(wanted) > _SHORTEST_BEGINNING and _slips(wanted, word) <= 1


def _slips(one: str, other: str) -> int:
    """Letters that are wrong, missing, too many or swapped with the next.

    A short word that begins with another letter is a slip further away.
    """
    if one == other:
        return 0
    if abs(len(one) - len(other)) > _slips_allowed(one):
        return _LONGEST
    # A slip adds a letter at the most, and takes one away.
    if len({*one} ^ {*other}) > 2 * max(1, _slips_allowed(one)):
        return _LONGEST
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, sign in enumerate(one, start=1):
        last, before, row = before, row, [i]
        for j, letter in enumerate(other, start=1):
            cost = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (sign != letter))
            is_swap = i > 1 and j > 1 and sign == other[j - 2] and one[i - 2] == letter
            row.append(min(cost, last[j - 2] + 1) if is_swap else cost)
    begins_otherwise = _SHORTEST_CLOSE <= len(one) <= _SHORT and one[0] != other[0]
    return row[-1] + begins_otherwise
