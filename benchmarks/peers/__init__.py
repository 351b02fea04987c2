"""The peers: ways to plan the same week.  The solvers are loaded when a peer is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from optimizer.documents.errors import Problem, UnusableInput
from optimizer.documents.wording import nearest, quoted

if TYPE_CHECKING:
    from benchmarks.peers.base import Peer

OURS, GREEDY = "ours", "greedy"
_HOMES: Mapping[str, tuple[str, str]] = {
    OURS: ("benchmarks.peers.ours", "OURS"),
    GREEDY: ("benchmarks.peers.greedy", "GREEDY"),
    "direct_lp2": ("benchmarks.peers.direct", "DIRECT_LINEAR"),
    "direct_1": ("benchmarks.peers.direct", "DIRECT_ONE"),
    "direct_all": ("benchmarks.peers.direct", "DIRECT_ALL"),
    "highs": ("benchmarks.peers.mixed_integer", "HIGHS"),
    "scip": ("benchmarks.peers.mixed_integer", "SCIP"),
}
PEERS = tuple(_HOMES)
EXACT = tuple(peer for peer in PEERS if peer != GREEDY)
SLOW = tuple(peer for peer in EXACT if peer != OURS)


def peer_called(name: str) -> Peer:
    """A peer by its id; raises ``UnusableInput``."""
    module, attribute = _HOMES[known_peer(name)]
    peer: Peer = getattr(import_module(module), attribute)
    return peer


def known_peer(name: str) -> str:
    """``name``, or ``UnusableInput`` with the nearest known one."""
    if name not in PEERS:
        raise UnusableInput(Problem("--peer", quoted(name), f"is no peer{nearest(name, PEERS)}"))
    return name
