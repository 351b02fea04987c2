"""Where to look after a fault, in tools."""

from __future__ import annotations

from optimizer.documents.pointers import Ways

in_tools = Ways(
    lists=lambda table: f"the tool look_up lists them, section {table}",
    takes={
        "runs": "the tool runs takes it",
        "season": "the tool season takes it",
        "next": "the tool next goes on from it",
        "assess": "the tool assess takes it",
        "club": "call plan with each request",
    },
)
