"""The two ways in which the optimizer says no."""

from __future__ import annotations

from dataclasses import dataclass, field

from catalog.wording import counted


@dataclass(frozen=True)
class Problem:
    """One thing wrong with an input: where, what stands there, and a likely cure."""

    field: str
    value: str
    message: str

    def __str__(self) -> str:
        where = f"{self.field}: " if self.field else ""
        what = f"{self.value} " if self.value else ""
        return f"{where}{what}{self.message}".strip()


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
