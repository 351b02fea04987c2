"""FIT workouts: what two independent decoders read in them is the plan, whole and nothing else."""

from __future__ import annotations

import io
import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fitparse
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.formats.fit.messages import MOST_NAME_BYTES, MOST_NOTES_BYTES, bounded, session_file
from api.formats.fit.steps import MOST_STEPS, steps_of
from api.formats.format import written
from api.formats.registry import format_named
from catalog import load_catalog
from catalog.watch_profile import WATCH_CATEGORIES, watch_names
from optimizer import read_request
from optimizer.documents.request import Request
from optimizer.documents.result import Block, BlockKind, Item, Result, Session
from tests.answers import answer_to
from tests.api import weeks
from tests.api.formats.watch import (
    ACTIVE,
    COOL_DOWN,
    OPEN,
    REPS,
    REST,
    ROUNDS,
    TIME,
    WARM_UP,
    Fields,
    Message,
    checksum,
    definitions,
    performed,
    read_by_fitdecode,
    read_by_fitparse,
    steps,
)
from tests.api.shell import ROOT, call
from tests.drawn import drawn

CATALOG = load_catalog()
UNKNOWN = 65534
# The first moment of a FIT date.
EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
INTENSITY = {
    "warm_up": WARM_UP, "ramp": ACTIVE, "straight": ACTIVE, "superset": ACTIVE,
    "mobility": COOL_DOWN,
}  # fmt: skip


def planned(example: str, style: str) -> tuple[Request, Result]:
    document = json.loads((ROOT / "examples" / f"{example}.json").read_bytes())
    document["preferences"] = {**document.get("preferences", {}), "style": style}
    request = read_request(json.dumps(document).encode())
    return request, answer_to(request)


def read(data: bytes) -> list[Message]:
    """The messages of a file, which both decoders read alike."""
    found = read_by_fitdecode(data)
    assert read_by_fitparse(data) == found
    return found


# --- The smallest plan, field by field ------------------------------------------------------------


def test_a_session_is_told_step_by_step() -> None:
    """A drill on both sides, two rounds of a superset's pair less one rest, and a hold."""
    [session] = weeks.plan().sessions
    messages = read(session_file(weeks.request(), session, CATALOG))
    assert [name for name, _ in messages] == ["file_id", "workout"] + ["workout_step"] * 9

    file_id, workout = messages[0][1], messages[1][1]
    # A workout file (5) by a maker that has no number of its own (255).
    assert (file_id["type"], file_id["manufacturer"], file_id["product"]) == (5, 255, 0)
    started = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)
    assert file_id["time_created"] == (started - EPOCH).total_seconds()
    # Strength training (20) as a kind of training (10).
    assert workout == {
        "sport": 10, "sub_sport": 20, "num_valid_steps": 9, "wkt_name": "Strength Tue 24 Nov",
    }  # fmt: skip

    rest: Fields = {
        "wkt_step_name": "Rest", "intensity": REST, "duration_type": TIME, "target_type": 2,
        "target_value": 0,
    }  # fmt: skip
    no_target: Fields = {"target_type": 2, "target_value": 0}
    expected: list[Fields] = [
        {
            "wkt_step_name": "Leg swing", "notes": "W1 Leg swing: 10 reps each side",
            "intensity": WARM_UP, "duration_type": REPS, "duration_reps": 20,
            "exercise_category": 31, **no_target,
        },
        {
            "wkt_step_name": "Goblet squat", "notes": "1A Goblet squat: 8-12 reps",
            "intensity": ACTIVE, "duration_type": REPS, "duration_reps": 12,
            "exercise_category": 28, "exercise_name": 37, **no_target,
        },
        {**rest, "duration_time": 15_000},
        {
            "wkt_step_name": "Bent-knee calf raise",
            "notes": "1B Bent-knee calf raise: 10-15 reps each side, hold 2 s",
            "intensity": ACTIVE, "duration_type": REPS, "duration_reps": 30,
            "exercise_category": 1, "exercise_name": 9, **no_target,
        },
        {**rest, "duration_time": 75_000},
        {"duration_type": ROUNDS, "duration_step": 1, "target_type": 2, "repeat_steps": 3},
        {
            "wkt_step_name": "Front plank", "notes": "2 Front plank: 20-40 s",
            "intensity": ACTIVE, "duration_type": TIME, "duration_time": 40_000,
            "exercise_category": 19, "exercise_name": 43, **no_target,
        },
        {**rest, "duration_time": 30_000},
        {"duration_type": ROUNDS, "duration_step": 6, "target_type": 2, "repeat_steps": 2},
    ]  # fmt: skip
    assert steps(messages) == [
        {"message_index": index, **step} for index, step in enumerate(expected)
    ]


def test_ramp_sets_are_steps_and_the_notes_say_what_a_set_is_for() -> None:
    [session] = weeks.plan_with_roles().sessions
    noted = [
        step
        for step in performed(read(session_file(weeks.request(), session, CATALOG)))
        if "notes" in step
    ]
    notes = [*dict.fromkeys(str(step["notes"]) for step in noted)]
    assert notes == [
        "W1 Leg swing: 10 reps each side",
        "R1 Goblet squat, ramp set: 5 reps, about 50 % of what you then find",
        "1 Pogo hop, jumps, 24 contacts: 12 reps",
        "1A Goblet squat, main lift: 8-12 reps",
        "1B Bent-knee calf raise, accessory: 10-15 reps each side, hold 2 s",
        "2 Front plank, circuit: 20-40 s",
    ]


def test_a_hold_on_each_side_is_counted_down_twice() -> None:
    noted = [step for step in performed(read(file_of(side_plank()))) if "notes" in step]
    assert [step["notes"] for step in noted] == [
        "1 Side plank: 20-45 s, first side",
        "1 Side plank: 20-45 s, second side",
    ]
    assert [step["duration_time"] for step in noted] == [45_000, 45_000]


def test_between_the_sides_there_is_time_to_turn_and_nothing_follows_the_last() -> None:
    names = [step["wkt_step_name"] for step in performed(read(file_of(side_plank())))]
    assert names == ["Side plank", "Change sides", "Side plank"]


def test_an_exercise_that_no_catalog_knows_stands_with_its_name() -> None:
    [step] = steps(read(file_of(side_plank(exercise="my_own", per_side=False))))
    assert step["exercise_category"] == UNKNOWN
    assert "exercise_name" not in step
    assert (step["wkt_step_name"], step["notes"]) == ("Side plank", "1 Side plank: 20-45 s")


def test_an_item_without_a_dose_ends_when_the_person_says_so() -> None:
    [step] = steps(read(file_of(side_plank(hold_seconds=None, per_side=False))))
    assert step["duration_type"] == OPEN


def test_a_rest_names_no_exercise() -> None:
    """The first category has number 0: a rest with one would read as a bench press."""
    for step in steps(read(file_of(*weeks.plan().sessions[0].blocks[1].items))):
        assert ("exercise_category" in step) is ("notes" in step)


def side_plank(**changes: object) -> Item:
    item = Item(
        label="1", exercise="side_plank", name="Side plank", sets=1, hold_seconds=(20, 45),
        per_side=True, rest_seconds=30, seconds=125,
    )  # fmt: skip
    return item.model_copy(update=changes)


def session_of(*items: Item, kind: BlockKind = "straight") -> Session:
    [session] = weeks.plan().sessions
    block = Block(label="1", kind=kind, rounds=items[0].sets, items=items)
    return session.model_copy(update={"blocks": (block,)})


def file_of(*items: Item, kind: BlockKind = "straight") -> bytes:
    return session_file(weeks.request(), session_of(*items, kind=kind), CATALOG)


# --- Which file it is -----------------------------------------------------------------------------


def serial(data: bytes) -> Fields:
    return {"serial_number": read(data)[0][1]["serial_number"]}


def test_a_session_keeps_its_number_when_it_moves_and_others_have_theirs() -> None:
    """Athlete, week and id make a session; as in the calendar, its day and content may change."""
    request = weeks.request()
    [session] = weeks.plan().sessions
    moved = session.model_copy(
        update={"start": "2026-11-26T19:00:00+01:00", "blocks": session.blocks[:1]}
    )
    second = session.model_copy(update={"id": "s2"})
    ben = request.model_copy(update={"athlete": request.athlete.model_copy(update={"id": "ben"})})
    first = serial(session_file(request, session, CATALOG))
    assert serial(session_file(request, moved, CATALOG)) == first
    assert serial(session_file(request, second, CATALOG)) != first
    assert serial(session_file(ben, session, CATALOG)) != first


@pytest.mark.parametrize("year", ["1970", "9998"])
def test_a_week_outside_the_dates_of_fit_is_written_too(year: str) -> None:
    [session] = weeks.plan().sessions
    moved = session.model_copy(update={"start": f"{year}-11-24T19:00:00+01:00"})
    file_id = read(session_file(weeks.request(), moved, CATALOG))[0][1]
    assert 0x10000000 < int(file_id["time_created"]) < 0xFFFFFFFF


def test_files_are_named_by_athlete_and_day() -> None:
    [session] = weeks.plan().sessions
    twice = weeks.plan().model_copy(
        update={"sessions": (session, session.model_copy(update={"id": "../s2"}))}
    )
    files = written(format_named("fit"), weeks.request(), weeks.result(plan=twice), CATALOG)
    assert [file.name for file in files] == ["ana-2026-11-24.fit", "ana-2026-11-24-2.fit"]


def test_a_broken_file_is_noticed() -> None:
    data = bytearray(file_of(side_plank()))
    data[40] ^= 1
    assert checksum(bytes(data)) != 0
    with pytest.raises(fitparse.utils.FitCRCError):
        read_by_fitparse(bytes(data))


# --- Texts ----------------------------------------------------------------------------------------


@given(st.text(max_size=120), st.integers(2, 60))
def test_a_text_is_cut_between_letters_and_stays_on_one_line(text: str, most: int) -> None:
    cut = bounded(text, most)
    assert len(cut.encode()) < most
    assert all(sign.isprintable() for sign in cut)
    whole = bounded(text, 10_000)
    assert whole.startswith(cut)
    assert len(whole.encode()) < most or len(cut.encode()) >= most - 5


@pytest.mark.parametrize(
    ("text", "cut"),
    [("Kniebeuge", "Knie"), ("äöü", "äö"), ("日本", "日"), ("🏋️", "🏋"), ("a\x00b\nc", "a b")],
)
def test_a_cut_text(text: str, cut: str) -> None:
    assert bounded(text, 5) == cut


# --- Any plan -------------------------------------------------------------------------------------


def assert_tells(session: Session, request: Request) -> None:
    """Both decoders read the same, and by it a person does exactly what ``session`` has."""
    data = session_file(request, session, CATALOG)
    assert data == session_file(request, session, CATALOG)
    assert checksum(data) == 0
    # A header of 14 bytes with a checksum of its own, in the protocol's version 1.0.
    assert data[:2] == bytes([14, 0x10])
    assert checksum(data[:12]) == int.from_bytes(data[12:14], "little")
    assert definitions(data) <= 6
    messages = read(data)
    written = steps(messages)
    assert [step["message_index"] for step in written] == list(range(len(written)))
    assert messages[1][1]["num_valid_steps"] == len(written)
    assert len(written) == len(steps_of(session))
    for index, step in enumerate(written):
        if step["duration_type"] == ROUNDS:
            assert 0 <= int(step["duration_step"]) < index
            assert int(step["repeat_steps"]) >= 2
    done = performed(messages)
    assert [described(step) for step in done if "notes" in step] == expected_sets(session)
    assert rests(done) == expected_rests(session, len(written) < step_count(session))


def described(step: Fields) -> dict[str, Any]:
    """What a watch shows of a set: its name, its dose and its place in the profile."""
    assert len(str(step.get("wkt_step_name", "")).encode()) < MOST_NAME_BYTES
    assert len(str(step["notes"]).encode()) < MOST_NOTES_BYTES
    return {
        "name": step.get("wkt_step_name", ""),
        "intensity": step["intensity"],
        "reps": step.get("duration_reps"),
        "seconds": None if "duration_time" not in step else int(step["duration_time"]) / 1000,
        "category": step["exercise_category"],
        "exercise": step.get("exercise_name"),
    }


def rounds_of(block: Block) -> list[tuple[int, list[tuple[Item, int]]]]:
    """Alike rounds of a block with their number: its items in turn, each with the rest after it.

    Where a plan by hand has more sets after fewer, one item after the other.
    """
    sets = [item.sets for item in block.items]
    if sets != sorted(sets, reverse=True):
        return [(item.sets, [(item, item.rest_seconds)]) for item in block.items]
    found: list[tuple[int, list[tuple[Item, int]]]] = []
    for number in range(sets[0]):
        active = [(item, item.rest_seconds) for item in block.items if item.sets > number]
        last = active[-1][0]
        if len(active) < len(block.items) and last.later_rest_seconds:
            active[-1] = (last, last.later_rest_seconds)
        if found and len(found[-1][1]) == len(active):
            found[-1] = (found[-1][0] + 1, active)
        else:
            found.append((1, active))
    return found


def expected_sets(session: Session) -> list[dict[str, Any]]:
    """Every set that the plan asks for, in order; a hold on each side is two."""
    found = []
    for block in session.blocks:
        in_turn = [
            item for rounds, active in rounds_of(block) for _ in range(rounds) for item, _ in active
        ]
        for item in in_turn:
            exercise = CATALOG.exercises.get(item.exercise)
            watch = exercise.watch if exercise else None
            sides = 2 if item.per_side else 1
            one = {
                "name": bounded(item.name, MOST_NAME_BYTES),
                "intensity": INTENSITY[block.kind],
                "reps": item.reps[1] * sides if item.reps else None,
                "seconds": item.hold_seconds[1] if item.hold_seconds and not item.reps else None,
                "category": WATCH_CATEGORIES[watch.category] if watch else UNKNOWN,
                "exercise": watch_names(watch.category)[watch.name]
                if watch and watch.name
                else None,
            }
            found.extend([one] * (sides if one["seconds"] is not None else 1))
    return found


def rests(done: list[Fields]) -> Counter[int]:
    return Counter(
        int(step["duration_time"]) // 1000
        for step in done
        if step["intensity"] == REST and step["wkt_step_name"] == "Rest"
    )


def expected_rests(session: Session, without_changes: bool) -> Counter[int]:
    found: Counter[int] = Counter()
    last = 0
    for block in session.blocks:
        for rounds, active in rounds_of(block):
            for item, rest in active:
                if without_changes and block.kind == "warm_up" and item.reps is not None:
                    last = 0
                    continue
                if rest:
                    found[rest] += rounds
                last = rest
            last = 0 if rounds > 1 else last
    if last:
        found[last] -= 1
    return +found


def step_count(session: Session) -> int:
    """How many steps the session has with every change of drills."""
    count = 0
    last_is_rest = False
    for block in session.blocks:
        for rounds, active in rounds_of(block):
            for item, rest in active:
                two_steps = item.per_side and item.reps is None and item.hold_seconds is not None
                count += (3 if two_steps else 1) + (rest > 0)
                last_is_rest = rest > 0
            if rounds > 1:
                count += 1
                last_is_rest = False
    return count - last_is_rest


NAMES = st.one_of(
    st.sampled_from(sorted(exercise.name for exercise in CATALOG.exercises.values())),
    st.text(min_size=1, max_size=80).filter(lambda text: bounded(text, 1000) != ""),
)
RANGES = st.tuples(st.integers(1, 30), st.integers(0, 60)).map(lambda pair: (pair[0], sum(pair)))


@st.composite
def items(draw: st.DrawFn, sets: int | None = None) -> Item:
    dose = draw(st.sampled_from(["reps", "hold", "both", "none"]))
    return Item(
        label=draw(st.sampled_from(["W1", "1A", "12C", "M1", ""])),
        exercise=draw(st.sampled_from([*sorted(CATALOG.exercises), "no_such_exercise"])),
        name=draw(NAMES),
        sets=sets or draw(st.integers(1, 4)),
        reps=draw(RANGES) if dose in ("reps", "both") else None,
        hold_seconds=draw(RANGES) if dose in ("hold", "both") else None,
        per_side=draw(st.booleans()),
        rest_seconds=draw(st.sampled_from([0, 5, 15, 60, 240])),
        later_rest_seconds=draw(st.sampled_from([None, 20, 90])),
        seconds=60,
    )


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    rounds = draw(st.integers(1, 4))
    alike = draw(st.integers(0, 4)) > 0
    kind: BlockKind = draw(st.sampled_from(["warm_up", "ramp", "straight", "superset", "mobility"]))
    inside = st.lists(items(rounds if alike else None), min_size=1, max_size=4)
    return Block(label="1", kind=kind, rounds=rounds, items=tuple(draw(inside)))


@drawn(40)
@given(st.lists(blocks(), min_size=1, max_size=8))
def test_any_session_is_told_whole(drawn: list[Block]) -> None:
    [session] = weeks.plan().sessions
    assert_tells(session.model_copy(update={"blocks": tuple(drawn)}), weeks.request())


@pytest.mark.parametrize(
    ("example", "style"),
    [
        ("p1_c25k", "supersets"),
        ("p1_c25k", "straight"),
        ("p4_achilles", "supersets"),
        ("p7_pfp_time_poor", "supersets"),
        pytest.param("p8_elite_doubles", "supersets", marks=pytest.mark.slow),
    ],
)
def test_every_session_of_an_example_is_told_whole(example: str, style: str) -> None:
    request, result = planned(example, style)
    assert result.plan is not None
    assert result.plan.sessions
    files = written(format_named("fit"), request, result, CATALOG)
    assert len(files) == len(result.plan.sessions)
    for session in result.plan.sessions:
        assert_tells(session, request)


@pytest.mark.parametrize(("holds", "count"), [(20, 49), (21, 51 - 5)])
def test_many_steps_are_fewer_without_the_changes_between_drills(holds: int, count: int) -> None:
    """With one step more than a watch is known to take, five drills lose their changes."""
    drill = side_plank(label="W1", hold_seconds=None, reps=(8, 8), rest_seconds=15)
    main = session_of(*[side_plank(per_side=False)] * holds)
    warm_up = Block(label="warm_up", kind="warm_up", rounds=1, items=(drill,) * 5)
    session = main.model_copy(update={"blocks": (warm_up, *main.blocks)})
    assert len(steps_of(session)) == count
    assert_tells(session, weeks.request())


# --- The command line -----------------------------------------------------------------------------


def test_the_command_line_writes_a_folder_or_an_archive(tmp_path: Path) -> None:
    request, result = planned("p1_c25k", "supersets")
    request_file, answer = tmp_path / "week.json", tmp_path / "result.json"
    request_file.write_text(request.model_dump_json())
    answer.write_text(result.model_dump_json())
    for target in ("watch", "watch.zip"):
        done = call("export", request_file, answer, "--format", "fit", "-o", tmp_path / target)
        assert (done.status, done.err) == (0, "")
    files = written(format_named("fit"), request, result, CATALOG)
    folder = {path.name: path.read_bytes() for path in (tmp_path / "watch").iterdir()}
    assert folder == {file.name: file.data for file in files}
    with zipfile.ZipFile(io.BytesIO((tmp_path / "watch.zip").read_bytes())) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == folder


def test_listing_the_formats_does_not_load_the_fit_profile() -> None:
    code = (
        "import sys; from api.formats.registry import formats; list(formats());"
        " sys.exit('fit_tool' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


# --- The page about it ----------------------------------------------------------------------------

PAGE = (ROOT / "docs" / "watch.md").read_text(encoding="utf-8")


def test_the_commands_of_the_page_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    request, result = planned("p1_c25k", "supersets")
    monkeypatch.chdir(tmp_path)
    Path("week.json").write_text(request.model_dump_json())
    Path("result.json").write_text(result.model_dump_json())
    commands, reading = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    for line in commands.splitlines():
        program, *arguments = shlex.split(line, comments=True)
        assert program == ".venv/bin/runstrong"
        assert call(*arguments).status == 0
    assert sorted(path.name for path in Path("watch").iterdir()) == [
        "p1_c25k-2026-11-24.fit",
        "p1_c25k-2026-11-26.fit",
    ]
    [line] = reading.splitlines()
    program, *arguments = shlex.split(line)
    assert program == ".venv/bin/runstrong"
    shutil.copyfile(Path("watch") / "p1_c25k-2026-11-24.fit", "activity.fit")
    # A workout is no activity yet: that is one sentence.
    assert call(*arguments).status == 2
    assert Path("watch.zip").is_file()


def test_the_page_counts_the_names_right() -> None:
    watches = [exercise.watch for exercise in CATALOG.exercises.values()]
    named = sum(watch is not None and watch.name is not None for watch in watches)
    assert f"{named} of the {len(watches)} exercises have a name" in PAGE
    assert f"more than {MOST_STEPS} steps" in PAGE
    assert f"after {MOST_NAME_BYTES - 1} bytes, notes after {MOST_NOTES_BYTES - 1}" in PAGE
    [example] = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    squat = CATALOG.exercises["goblet_squat"].watch
    assert squat is not None
    assert tomllib.loads(example)["watch"] == squat.model_dump()
