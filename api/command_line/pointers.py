"""Where to look after a fault, in commands."""

from __future__ import annotations

from optimizer.documents.pointers import Chosen, Ways


def _saying(pointer: Chosen) -> str:
    return f"say {' or '.join(f'--{pointer.option} {value}' for value in pointer.values)}"


in_commands = Ways(
    lists=lambda table: f"'runstrong catalog {table}' lists them",
    takes={
        "runs": "'runstrong runs' reads it",
        "season": "'runstrong season' reads it",
        "next": "'runstrong next' goes on from it",
        "assess": "'runstrong assess' reads it",
        "club": "plan all of it with 'runstrong club'",
    },
    says=_saying,
)
