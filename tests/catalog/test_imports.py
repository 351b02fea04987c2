"""Other people's catalogs: every entry mapped or left out with its reason, nothing in silence."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import CatalogError, load_catalog
from catalog.imports import FORMATS, Imported, ImportReport, write_folder
from catalog.imports import free_exercise_db_words as words
from catalog.models import Exercise
from tests.drawn import drawn

Row = dict[str, Any]

SQUAT: Row = {
    "id": "Zercher_Box_Squat",
    "name": "Zercher Box Squat",
    "force": "push",
    "level": "beginner",
    "mechanic": "compound",
    "equipment": "barbell",
    "primaryMuscles": ["quadriceps"],
    "secondaryMuscles": ["glutes", "forearms"],
    "instructions": ["Take the bar.", "Sit down and\nstand up."],
    "category": "strength",
    "images": ["Zercher_Box_Squat/0.jpg"],
}


def row(**changes: Any) -> Row:
    return {**SQUAT, **changes}


def read(*rows: object, instructions: bool = False) -> Imported:
    data = json.dumps(list(rows)).encode()
    reader = FORMATS["free-exercise-db"]
    return reader(data, load_catalog(), file="theirs.json", instructions=instructions)


def exercise(folder: Path, value: Row) -> Exercise:
    """The exercise of ours that one entry becomes, as a catalog reads it from the folder."""
    imported = read(value)
    write_folder(imported, folder)
    [draft] = imported.drafts
    return load_catalog(folder).exercises[draft.id]


def reason_of(value: object) -> str:
    """Why an entry is left out beside one that is mapped."""
    report = read(SQUAT, value).report
    [left_out] = report.left_out
    assert left_out.position == 2
    return left_out.reason


def sentences(report: ImportReport, field: str) -> str:
    return "\n".join(
        one.sentence for one in (*report.assumed, *report.to_finish) if one.field == field
    )


# --- The columns ----------------------------------------------------------------------------------


def test_the_factual_columns_are_taken_over(tmp_path: Path) -> None:
    found = exercise(tmp_path / "new", SQUAT)
    assert found.id == "fedb_zercher_box_squat"
    assert found.name == "Zercher Box Squat"
    assert (found.kind, found.pattern, found.per_side) == ("strength", "squat", False)
    assert found.primary == ("vastus_lateralis", "vastus_medialis", "vastus_intermedius")
    assert found.secondary == ("gluteus_maximus",)
    assert found.reps is not None
    assert found.hold_seconds is None


def test_what_is_not_told_is_taken_on_the_safe_side(tmp_path: Path) -> None:
    found = exercise(tmp_path / "new", SQUAT)
    known = load_catalog()
    assert found.level == "intermediate", "a barbell is nothing for the first day"
    assert (found.leg_load, found.loaded, found.high_eccentric) == (3, True, True)
    assert set(found.contraindications) == set(known.injuries), "injuries are not told"
    assert found.setup_seconds == known.equipment["barbell"].setup_seconds
    # The name tells of more than the one piece that its column has.
    assert found.equipment == (("barbell",), ("box", "plyo_box"), ("rack",))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"force": "static"}, {"kind": "isometric", "reps": None}),
        ({"mechanic": "isolation", "name": "Kick"}, {"pattern": "knee_extension", "leg_load": 2}),
        ({"level": "expert"}, {"level": "advanced"}),
        ({"category": "strongman"}, {"level": "advanced", "leg_load": 3}),
        (
            {"category": "plyometrics", "equipment": "body only", "name": "Long Leap"},
            {"kind": "plyometric", "pattern": "jump", "impact": 3, "level": "intermediate"},
        ),
        (
            {"category": "plyometrics", "primaryMuscles": ["chest"], "secondaryMuscles": []},
            {"kind": "plyometric", "pattern": "push_horizontal", "impact": 0, "leg_load": 0},
        ),
        ({"category": "stretching"}, {"kind": "mobility", "pattern": "stretch", "loaded": False}),
        ({"category": "stretching", "equipment": "foam roll"}, {"kind": "release"}),
        ({"name": "Walking Lunge, Long"}, {"pattern": "lunge", "per_side": True}),
        ({"primaryMuscles": ["abductors"]}, {"primary": ("gluteus_medius",)}),
        ({"primaryMuscles": ["calves"]}, {"primary": ("gastrocnemius",)}),
        # A bent knee leaves the gastrocnemius slack: it would be wrong to count it.
        ({"primaryMuscles": ["calves"], "name": "Seated Heel Lift"}, {"primary": ("soleus",)}),
        ({"primaryMuscles": ["forearms", "biceps"]}, {"primary": ("biceps_brachii",)}),
        ({"equipment": "body only", "name": "Slow Squat"}, {"equipment": (), "level": "beginner"}),
        ({"equipment": "body only", "name": "Wide Chin-Up"}, {"equipment": (("pull_up_bar",),)}),
        (
            {"equipment": "machine", "name": "Wide Leg Press"},
            {"equipment": (("leg_press_machine",),)},
        ),
        ({"equipment": "machine"}, {"equipment": (("unnamed_machine",),)}),
        ({"equipment": None, "name": "Slow Squat"}, {"equipment": (("unnamed_equipment",),)}),
        (
            {"equipment": "e-z curl bar", "name": "Slow Squat"},
            {"equipment": (("ez_curl_bar",),)},
        ),
    ],
)
def test_one_column_changed(tmp_path: Path, changes: Row, expected: Row) -> None:
    found = exercise(tmp_path / "new", row(**changes))
    assert {name: getattr(found, name) for name in expected} == expected


def test_equipment_that_is_not_named_is_in_no_kit() -> None:
    known = load_catalog()
    for piece in words.NEW_PIECES:
        assert all(piece.id not in kit.equipment for kit in known.kits.values())


def test_every_word_of_the_data_set_leads_to_an_exercise_or_a_reason(tmp_path: Path) -> None:
    combinations = product(
        words.CATEGORIES, words.MUSCLES, (None, *words.FORCES), (None, *words.MECHANICS)
    )
    pieces = list(words.EQUIPMENT)
    rows = [
        row(
            id=f"e{number}", name=f"Exercise {number}", category=category,
            primaryMuscles=[muscle], force=force, mechanic=mechanic,
            equipment=pieces[number % len(pieces)],
        )
        for number, (category, muscle, force, mechanic) in enumerate(combinations)
    ]  # fmt: skip
    imported = read(*rows)
    write_folder(imported, tmp_path / "new")
    reasons = {one.reason for one in imported.report.left_out}
    assert reasons == {
        "category 'cardio' is no strength work",
        "the catalog has no muscle for forearms",
        "the catalog has no muscle for neck",
    }
    loaded = load_catalog(tmp_path / "new").exercises
    assert len(imported.drafts) == sum(
        1
        for value in rows
        if value["category"] != "cardio" and words.MUSCLES[value["primaryMuscles"][0]]
    )
    assert {draft.id for draft in imported.drafts} == loaded.keys() - load_catalog().exercises


# --- What is assumed, missing, left out -----------------------------------------------------------


def test_every_assumption_stands_behind_its_field_and_in_the_report(tmp_path: Path) -> None:
    imported = read(SQUAT, row(id="b", equipment="machine"))
    write_folder(imported, tmp_path / "new")
    lines = (tmp_path / "new" / "quadriceps.toml").read_text(encoding="utf-8").splitlines()
    marked = {line.split(" = ")[0] for line in lines if "# assumed: " in line}
    unmarked = {line.split(" = ")[0] for line in lines if " = " in line and "# " not in line}
    # A field without a mark is just what its column says, or a text of ours.
    assert unmarked <= {"id", "name", "kind", "primary", "impact", "note"}
    assert {"sets", "reps", "rest_seconds", "seconds_per_rep", "leg_load", "pattern"} <= marked
    assert sum("# to finish: 'machine' does not say which" in line for line in lines) == 1
    written = json.loads((tmp_path / "new" / "report.json").read_text(encoding="utf-8"))
    assert written == imported.report.model_dump(mode="json")
    assert {one.field for one in imported.report.assumed} == marked
    [machine] = [one for one in imported.report.to_finish if "'machine'" in one.sentence]
    assert machine.exercises == ("fedb_b",)


def test_it_says_which_muscles_the_data_set_has_no_word_for() -> None:
    gaps = {gap.subject: gap.sentence for gap in read(SQUAT).report.cannot_express}
    assert "nothing is taken for it" in gaps["tibialis_anterior"]
    assert "'abductors' is taken for it" in gaps["gluteus_medius"]
    assert "'calves' may mean it" in gaps["soleus"]
    assert "hip_adductors" not in gaps
    muscles = load_catalog().muscles.keys()
    mapped = {muscle for word in words.OWN_WORDS for muscle in words.MUSCLES[word]}
    assert gaps.keys() & muscles == muscles - mapped
    assert {"doses", "injuries"} <= gaps.keys()


def test_a_muscle_that_we_do_not_have_is_left_out_aloud() -> None:
    assert "'forearms' is left out" in sentences(read(SQUAT).report, "secondary")


def test_every_muscle_word_means_muscles_of_ours() -> None:
    known = load_catalog().muscles
    for table in (words.MUSCLES, words.UNTOLD, words.SEATED):
        assert {muscle for muscles in table.values() for muscle in muscles} <= known.keys()


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (row(id="b", category="cardio"), "no strength work"),
        (row(id="b", category="yoga"), "category: 'yoga' is no word of free-exercise-db"),
        (row(id="b", level="beginer"), "did you mean 'beginner'?"),
        (row(id="b", equipment="dumbell"), "did you mean 'dumbbell'?"),
        (row(id="b", secondaryMuscles=["quads"]), "muscle: 'quads' is no word"),
        (row(id="b", primaryMuscles=["neck"]), "the catalog has no muscle for neck"),
        (row(id="b", primaryMuscles=[]), "primaryMuscles is empty"),
        (row(id="b", primaryMuscles="chest"), "primaryMuscles: is no list"),
        (row(id="b", name=3), "name: is no text"),
        (row(id="b", name="two\nlines"), "name: is no line of text"),
        ({"id": "b"}, "name: is missing"),
        (row(id="b", name="Goblet Squat!"), "the catalog has goblet_squat already"),
        (SQUAT, "a second time"),
        ("squat", "is no object"),
        (None, "is no object"),
    ],
)
def test_an_entry_that_cannot_be_mapped_is_listed_with_its_reason(
    value: object, reason: str
) -> None:
    assert reason in reason_of(value)


def test_ids_are_ours_and_each_is_there_once(tmp_path: Path) -> None:
    names = ["3/4 Sit-Up", "3_4_Sit-Up", "3 4 sit up", "***", "x" * 200, "x" * 201, "Ünï"]
    imported = read(*(row(id=name, name=f"No. {n}") for n, name in enumerate(names)))
    ids = [draft.id for draft in imported.drafts]
    assert ids[:4] == [
        "fedb_3_4_sit_up", "fedb_3_4_sit_up_2", "fedb_3_4_sit_up_3", "fedb_exercise",
    ]  # fmt: skip
    assert len(set(ids)) == len(names)
    assert all(len(name) <= 64 for name in ids)
    write_folder(imported, tmp_path / "new")


def test_the_words_of_the_file_come_only_when_asked_for(tmp_path: Path) -> None:
    [without] = read(SQUAT).drafts
    assert "Take the bar" not in str(without.values)
    [with_them] = read(SQUAT, instructions=True).drafts
    assert with_them.values["how_to"] == "Take the bar. Sit down and stand up."
    long = read(row(instructions=["Do this. "] * 900), instructions=True)
    text = str(long.drafts[0].values["how_to"])
    assert len(text) <= 2000
    assert text.endswith("this.")
    assert "cut" in sentences(long.report, "how_to")
    write_folder(long, tmp_path / "new")


# --- The file and the folder ----------------------------------------------------------------------


def test_one_entry_by_itself_is_read_too() -> None:
    data = json.dumps(SQUAT).encode()
    imported = FORMATS["free-exercise-db"](
        data, load_catalog(), file="one.json", instructions=False
    )
    assert [one.exercise for one in imported.report.mapped] == ["fedb_zercher_box_squat"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not JSON"),
        (b"[{", "not JSON: Expecting property name"),
        (b"\xff\xfe[]", "not UTF-8 (byte 0)"),
        (b"[" * 100_000, "nested too deeply"),
        (b"[]", "is an empty list"),
        (b'{"athlete": {}}', "is no list of exercises"),
        (b"3", "is no list of exercises"),
        (b"[1, 2]", "no entry can be mapped; the first: is no object"),
    ],
)
def test_what_is_no_such_file_is_one_sentence(data: bytes, message: str) -> None:
    with pytest.raises(CatalogError) as raised:
        FORMATS["free-exercise-db"](data, load_catalog(), file="theirs.json", instructions=False)
    [fault] = raised.value.faults
    assert str(fault).startswith("theirs.json: ")
    assert message in str(fault)
    assert "exercises.json" in str(fault) or "not" in str(fault)


def test_a_folder_that_exists_is_not_touched(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "keep.toml").write_text("", encoding="utf-8")
    with pytest.raises(CatalogError, match="exists already and is not overwritten"):
        write_folder(read(SQUAT), tmp_path / "mine")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["keep.toml"]


def test_a_folder_that_cannot_be_written_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space left"):
        write_folder(read(SQUAT), tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    rows = [row(id=f"e{n}", name=f"E {n}", equipment=p) for n, p in enumerate(words.EQUIPMENT)]
    for name in ("one", "two"):
        write_folder(read(*rows), tmp_path / name)
    files = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert files == {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}
    assert "equipment.toml" in files


_TEXT = st.text(max_size=8)
_ANY = st.one_of(st.none(), st.integers(), _TEXT, st.lists(_TEXT, max_size=2))


@drawn(60)
@given(st.lists(st.dictionaries(st.sampled_from(sorted(SQUAT)), _ANY, max_size=4), max_size=4))
def test_whatever_stands_in_the_columns_is_mapped_or_listed(changes: list[Row]) -> None:
    rows = [SQUAT, *(row(**{"id": f"e{n}", **change}) for n, change in enumerate(changes))]
    report = read(*rows).report
    assert len(report.mapped) + len(report.left_out) == report.entries == len(rows)
    assert all(one.reason.isprintable() and one.reason for one in report.left_out)
