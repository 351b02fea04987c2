"""The two ways in which the optimizer says no."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from catalog.wording import counted
from optimizer.documents.pointers import Pointer, in_python


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input: where, what stands there, and a likely cure.

    ``pointer``: where to look, which each door says in its own words.
    """

    field: str
    value: str
    message: str
    pointer: Pointer | None = None

    def said(self, words: Callable[[Pointer], str]) -> Problem:
        """With its pointer in ``words``, at the end of the message."""
        if self.pointer is None:
            return self
        return replace(self, message=f"{self.message}; {words(self.pointer)}", pointer=None)

    def __str__(self) -> str:
        said = self.said(in_python)
        where = f"{said.field}: " if said.field else ""
        what = f"{said.value} " if said.value else ""
        return f"{where}{what}{said.message}".strip()


MAX_PROBLEMS = 20
"""As many as anybody reads at once."""


class UnusableInput(ValueError):
    """The caller's input cannot be used.

    ``problems`` are the faults found, in reading order, the first ``MAX_PROBLEMS`` of them with a
    last one that counts the rest.
    """

    def __init__(self, *problems: Problem) -> None:
        if len(problems) > MAX_PROBLEMS + 1:
            more = Problem("", "", f"and {counted(len(problems) - MAX_PROBLEMS, 'more faults')}")
            problems = (*problems[:MAX_PROBLEMS], more)
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))

    def __reduce__(self) -> tuple[type[UnusableInput], tuple[Problem, ...]]:
        """So that it comes whole out of another process."""
        return type(self), self.problems


class Inconsistent(ValueError):
    """Parts of a document that do not fit each other; the fields of ``problems`` begin at it."""

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__("; ".join(str(problem) for problem in problems))


@dataclass
class Gathered:
    """The context of a validation that goes on past what does not fit, and gathers it here."""

    problems: list[Problem] = field(default_factory=list)


class InternalFault(RuntimeError):
    """A fault of ours, never of the input: a plan that its own review refuses, a failed solver."""
