"""What is to be measured, in its order, and how long each may take."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from importlib.metadata import version
from pathlib import Path

from benchmarks import instances
from benchmarks.draw import SEED
from benchmarks.instances import FAMILIES, HARD_FAMILIES, SCALING, instances_of
from benchmarks.log import hash_of
from benchmarks.peers import GREEDY, OURS, PEERS, SLOW
from benchmarks.task import Kind, Task

GLANCES = (0.1, 1.0)
"""Seconds at which the gap is looked at."""
_ROOT = Path(__file__).resolve().parent.parent
_CODE = ("catalog", "optimizer", "benchmarks", "api/club")


@dataclass(frozen=True)
class Settings:
    """``limit_seconds`` for ours and the greedy one, ``slow_limit_seconds`` for the other peers.

    Of ``easy_instances`` and ``hard_instances`` (of the tight families) the slow peers do only so
    many a family; None is all.  ``budget_seconds``: nothing new starts when so much is used up.
    """

    families: tuple[str, ...] = FAMILIES
    peers: tuple[str, ...] = PEERS
    runs: int = 3
    limit_seconds: float = 60.0
    slow_limit_seconds: float = 60.0
    instances: int | None = None
    easy_instances: int | None = 2
    hard_instances: int | None = None
    profiles: int = 3
    clubs: tuple[int, ...] = (100, 1000)
    budget_seconds: float | None = None

    def quick(self) -> Settings:
        return replace(
            self,
            runs=1,
            limit_seconds=10.0,
            slow_limit_seconds=10.0,
            instances=1,
            easy_instances=0,
            hard_instances=1,
            profiles=1,
            clubs=(12,),
            budget_seconds=105.0,
        )

    def limit_of(self, peer: str) -> float:
        return self.slow_limit_seconds if peer in SLOW else self.limit_seconds


def jobs_of(settings: Settings) -> Iterator[tuple[Task, ...]]:
    """Tasks that one fresh process does, the most telling ones first.

    Within a budget that is one hard family with every peer, before anything else.
    """
    first = [f for f in HARD_FAMILIES if f in settings.families][:1]
    first = first if settings.budget_seconds is not None else []
    rest = [family for family in settings.families if family not in first]
    rest.sort(key=lambda family: family not in HARD_FAMILIES)
    slow = [peer for peer in settings.peers if peer in SLOW]
    own = [peer for peer in (OURS, GREEDY) if peer in settings.peers]
    plans = [(family, peer) for family in first for peer in (*own, *slow)]
    plans += [(family, peer) for peer in own for family in rest]
    yield from _planned(settings, plans)
    if OURS in settings.peers:
        yield tuple(Task("help", "start", OURS, run=run) for run in range(5))
        yield from _answers(settings)
        for size in settings.clubs:
            for workers in (1, 2):
                yield (Task("club", "club", OURS, size=size, workers=workers, limit=10.0),)
    yield from _planned(settings, [(family, peer) for family in rest for peer in slow])


def _planned(settings: Settings, plans: Sequence[tuple[str, str]]) -> Iterator[tuple[Task, ...]]:
    for family, peer in plans:
        tasks = tuple(_tasks(settings, family, peer))
        if tasks:
            yield tasks


def _answers(settings: Settings) -> Iterator[tuple[Task, ...]]:
    """Conflicts with their repairs, and replans, with the packaged catalog."""
    kinds: tuple[Kind, ...] = ("conflict", "replan")
    for kind in kinds:
        for family in settings.families:
            if family != SCALING:
                yield tuple(
                    Task(kind, family, OURS, instance, limit=settings.limit_seconds)
                    for instance in _chosen(settings, family, OURS)
                )


def _tasks(settings: Settings, family: str, peer: str) -> Iterator[Task]:
    limit = settings.limit_of(peer)
    for number, instance in enumerate(_chosen(settings, family, peer)):
        for run in range(settings.runs if peer == OURS else 1):
            yield Task("proof", family, peer, instance, run=run, limit=limit)
        in_haste = settings.budget_seconds is not None
        if peer == GREEDY or (in_haste and peer != OURS):
            continue
        for at in GLANCES:
            yield Task("glance", family, peer, instance, at=at, limit=limit)
        if peer == OURS and number < settings.profiles:
            # In haste only where it tells most.
            if in_haste and family not in HARD_FAMILIES:
                continue
            yield Task("profile", family, peer, instance, limit=limit)


def _chosen(settings: Settings, family: str, peer: str) -> list[str]:
    """Instances by id.  Of the catalog's sizes the smallest and the largest come first."""
    found = instances_of(family)
    if family == SCALING:
        found = tuple(sorted(found, key=lambda i: (i.catalog_times not in (1, 10), i.id)))
    names = [instance.id for instance in found]
    most = settings.instances
    if peer in SLOW:
        few = settings.hard_instances if family in HARD_FAMILIES else settings.easy_instances
        most = few if most is None or few is None else min(most, few)
    if most == 1 and family == SCALING and peer not in SLOW:
        most = 2
    return names[:most]


def configuration(settings: Settings) -> dict[str, object]:
    """Everything on which the figures depend; another one starts another log."""
    return {
        "settings": json.loads(json.dumps(asdict(settings))),
        "instances": instances.fingerprint(settings.families),
        "seed": SEED,
        **surroundings(),
    }


def surroundings() -> dict[str, object]:
    """The code and what it runs on: figures of others do not belong together."""
    return {
        "code": _code_hash(),
        "python": platform.python_version(),
        "ortools": version("ortools"),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores",
    }


def configuration_hash(settings: Settings) -> str:
    return hash_of(configuration(settings))


def _code_hash() -> str:
    content = hashlib.sha256()
    for folder in _CODE:
        for file in sorted((_ROOT / folder).rglob("*")):
            if file.suffix in (".py", ".toml") and file.is_file():
                content.update(f"{file.relative_to(_ROOT).as_posix()}\n".encode())
                content.update(file.read_bytes())
    return content.hexdigest()[:16]
