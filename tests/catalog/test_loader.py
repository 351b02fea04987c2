"""Reading a user's folder over the packaged data, and what is said of a bad one."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog import Catalog, CatalogError, Fault, load_catalog
from catalog.models import WatchExercise

ROOT = Path(__file__).parents[2]

WALL_WALK = """
[[exercise]]
id = "wall_walk"
name = "Wall walk"
kind = "strength"
pattern = "anti_extension"
primary = ["rectus_abdominis"]
equipment = [["wall"]]
level = "advanced"
leg_load = 0
impact = 0
loaded = true
load_class = "body"
sets = [2, 3]
reps = [4, 6]
seconds_per_rep = 6.0
rest_seconds = 60
setup_seconds = 30
how_to = "Walk your feet up a wall and your hands towards it, and come back before you tire."
"""

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Writes files, given as name and text, into a folder of the user's."""

    def write(text: str = "", name: str = "mine.toml", **more: str) -> Path:
        for file, content in {name: text, **{f"{key}.toml": more[key] for key in more}}.items():
            path = tmp_path / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        return tmp_path

    return write


def faults_of(*folders: Path) -> str:
    with pytest.raises(CatalogError) as raised:
        load_catalog(*folders)
    assert len(str(raised.value).splitlines()) == len(raised.value.faults)
    return str(raised.value)


# --- Adding, overriding, removing -----------------------------------------------------------------


def test_the_packaged_catalog_is_read_once() -> None:
    assert load_catalog() is load_catalog()


def test_a_new_id_adds_an_entry(folder: Folder) -> None:
    catalog = load_catalog(folder(WALL_WALK, name="deep/er/mine.toml"))
    assert catalog.exercises["wall_walk"].reps == (4, 6)
    assert len(catalog.exercises) == len(load_catalog().exercises) + 1
    assert list(catalog.exercises) == sorted(catalog.exercises)


def test_a_known_id_replaces_the_given_keys_and_keeps_the_others(folder: Folder) -> None:
    catalog = load_catalog(folder('[[exercise]]\nid = "goblet_squat"\nrest_seconds = 75\n'))
    before = load_catalog().exercises["goblet_squat"]
    assert catalog.exercises["goblet_squat"] == before.model_copy(update={"rest_seconds": 75})
    assert load_catalog().exercises["goblet_squat"].rest_seconds == before.rest_seconds


def test_a_folder_may_say_what_a_watch_calls_an_exercise_or_leave_it_out(folder: Folder) -> None:
    assert load_catalog(folder(WALL_WALK)).exercises["wall_walk"].watch is None
    watch = 'watch = { category = "lateral_raise", name = "wall_walk" }\n'
    named = load_catalog(folder(WALL_WALK + watch)).exercises["wall_walk"].watch
    assert named == WatchExercise(category="lateral_raise", name="wall_walk")


def test_an_entry_can_be_removed(folder: Folder) -> None:
    catalog = load_catalog(folder('[[exercise]]\nid = "inchworm"\nremove = true\n'))
    assert "inchworm" not in catalog.exercises
    assert "inchworm" in load_catalog().exercises


def test_a_file_may_hold_any_table_and_entries_may_name_each_other(folder: Folder) -> None:
    text = WALL_WALK.replace('[["wall"]]', '[["handstand_blocks"]]') + (
        '[[equipment]]\nid = "handstand_blocks"\nname = "Handstand blocks"\ngroup = "small"\n'
        "setup_seconds = 45\n"
        '[[kit]]\nid = "cellar"\nname = "My cellar"\nequipment = ["handstand_blocks"]\n'
    )
    assert load_catalog(folder(text)).equipment_of(["kit:cellar"]) == {"handstand_blocks"}


def test_the_later_folder_wins(tmp_path: Path) -> None:
    folders = []
    for number in (1, 2):
        path = tmp_path / str(number)
        path.mkdir()
        (path / "a.toml").write_text(f'[[evidence]]\nid = "same_muscle_gap"\nvalues = [{number}]\n')
        folders.append(path)
    assert load_catalog(*folders).number("same_muscle_gap") == 2
    assert load_catalog(*reversed(folders)).number("same_muscle_gap") == 1


def test_what_one_folder_removes_the_next_may_add_anew(tmp_path: Path) -> None:
    for name, text in (
        ("1", '[[kit]]\nid = "gym"\nremove = true\n'),
        ("2", '[[kit]]\nid = "gym"\nname = "Mine"\nequipment = ["wall"]\n'),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.toml").write_text(text)
    catalog = load_catalog(tmp_path / "1", tmp_path / "2")
    assert catalog.equipment_of(["kit:gym"]) == {"wall"}


def test_a_catalog_can_be_pickled_and_copied() -> None:
    catalog = load_catalog()
    for twin in (pickle.loads(pickle.dumps(catalog)), copy.deepcopy(catalog)):
        assert isinstance(twin, Catalog)
        assert twin.version == catalog.version
        assert twin.exercises == catalog.exercises


# --- The version ----------------------------------------------------------------------------------


def test_the_version_is_a_hash_of_the_content() -> None:
    version = load_catalog().version
    assert version.startswith("sha256:")
    assert len(version) == 7 + 64
    assert int(version[7:], 16) >= 0


@pytest.mark.parametrize("seed", ["0", "1", "4711"])
def test_the_version_is_the_same_in_any_process(seed: str) -> None:
    result = subprocess.run(
        [sys.executable, "-c", "import catalog; print(catalog.load_catalog().version)"],
        env={**os.environ, "PYTHONHASHSEED": seed},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout.strip() == load_catalog().version


def test_comments_files_and_order_do_not_change_the_version(tmp_path: Path) -> None:
    squat = '[[exercise]]\nid = "goblet_squat"\nrest_seconds = 75\nsets = [2, 4]\n'
    turned = '[[exercise]]\nsets = [2,4] # more\nrest_seconds = 75\nid = "goblet_squat"\n'
    one, two = tmp_path / "1", tmp_path / "2"
    one.mkdir()
    two.mkdir()
    (one / "a.toml").write_text(WALL_WALK + squat)
    (two / "a.toml").write_text("# the squat\n" + turned)
    (two / "b.toml").write_text(WALL_WALK + "per_side = false\n")
    assert load_catalog(one).version == load_catalog(two).version


@pytest.mark.parametrize(
    "edit",
    [
        '[[exercise]]\nid = "goblet_squat"\nhow_to = "Sit down and stand up."\n',
        '[[exercise]]\nid = "inchworm"\nremove = true\n',
        '[[muscle]]\nid = "soleus"\nnote = "Mine."\n',
        '[[structure]]\nid = "plantar_fascia"\nnote = "Mine."\n',
        '[[injury]]\nid = "wrist_pain"\nmax_impact = 2\n',
        '[[equipment]]\nid = "wall"\nsetup_seconds = 31\n',
        '[[kit]]\nid = "bodyweight"\nequipment = ["wall"]\n',
        '[[source]]\nid = "coach_default"\ntaken = "More."\n',
        '[[contradiction]]\nid = "C7"\ntopic = "When"\n',
        '[[evidence]]\nid = "same_muscle_gap"\nvalues = [47]\n',
        WALL_WALK,
    ],
)
def test_any_edit_changes_the_version(folder: Folder, edit: str) -> None:
    assert load_catalog(folder(edit)).version != load_catalog().version


def test_an_override_that_changes_nothing_keeps_the_version(folder: Folder) -> None:
    same = '[[evidence]]\nid = "same_muscle_gap"\nvalues = [48]\n'
    assert load_catalog(folder(same)).version == load_catalog().version


# --- Faults: each names file, entry, field and cure -----------------------------------------------


def with_line(old: str, new: str) -> str:
    assert old in WALL_WALK
    return WALL_WALK.replace(old, new)


@pytest.mark.parametrize(
    ("text", "field", "cure"),
    [
        (with_line("rest_seconds", "rest_second"), "rest_second", "did you mean 'rest_seconds'?"),
        (with_line("leg_load = 0\n", ""), "leg_load", "is missing; add it"),
        (with_line("leg_load = 0", "leg_load = 4"), "leg_load", "4 is out of range; write at most"),
        (with_line("leg_load = 0", 'leg_load = "0"'), "leg_load", "write one, without quotes"),
        (with_line("leg_load = 0", "leg_load = 0.5"), "leg_load", "no whole number"),
        (with_line("loaded = true", 'loaded = "yes"'), "loaded", "write one of them"),
        (with_line('"advanced"', '"expert"'), "level", "write one of beginner, intermediate"),
        (with_line('"anti_extension"', '"anti_extention"'), "pattern", "mean 'anti_extension'?"),
        (with_line("[2, 3]", "[3, 2]"), "sets = [3, 2]", "write [least, most]"),
        (with_line("[2, 3]", "[3]"), "sets", "has 1 value; write at least 2"),
        (with_line("[2, 3]", "3"), "sets", "is no list; write it in [brackets]"),
        (with_line("6.0", "nan"), "seconds_per_rep", "write a finite number"),
        (with_line("6.0", "1979-05-27"), "seconds_per_rep", "is no number"),
        (with_line("reps = [4, 6]\n", ""), "reps", "give one of them"),
        (with_line('"Wall walk"', '""'), "name", "is empty; write a text"),
        (with_line('"Wall walk"', f'"{"w" * 2001}"'), "name", "write at most 2000 characters"),
        (with_line('"Wall walk"', "7"), "name", "7 is no text; write it in quotes"),
        (with_line('"rectus_abdominis"', '"rectus_abdominus"'), "primary", "'rectus_abdominis'?"),
        (with_line('"rectus_abdominis"', '"achilles_tendon"'), "primary", "name a muscle"),
        (with_line('"wall"', '"wal"'), "equipment", "did you mean 'wall'?"),
        (WALL_WALK + 'cautions = ["wrist_pian"]\n', "cautions", "did you mean 'wrist_pain'?"),
        (WALL_WALK + 'contraindications = ["flu"]\n', "contraindications", "take it out"),
        (WALL_WALK + 'articles = [{ source = "004" }]\n', "articles", "is no known source"),
        (WALL_WALK + 'articles = [{ sorce = "x" }]\n', "articles[0].sorce", "mean 'source'?"),
        (WALL_WALK + 'watch = { category = "planks" }\n', "watch.category", "mean 'plank'?"),
        (WALL_WALK + 'watch = { category = "wall" }\n', "watch.category", "write 'unknown'"),
        (
            WALL_WALK + 'watch = { category = "plank", name = "bear_crwl" }\n',
            "watch.name",
            "did you mean 'bear_crawl'?",
        ),
        (
            WALL_WALK + 'watch = { category = "plank", name = "goblet_squat" }\n',
            "watch.name",
            "is no exercise of 'plank'",
        ),
        (WALL_WALK + 'watch = "plank"\n', "watch", "write it as { key = value }"),
    ],
)
def test_a_bad_exercise_names_file_id_field_and_cure(
    folder: Folder, text: str, field: str, cure: str
) -> None:
    message = faults_of(folder(text))
    for part in ("mine.toml", "exercise 'wall_walk'", field, cure):
        assert part in message


@pytest.mark.parametrize(
    ("table", "name", "line", "field", "cure"),
    [
        ("muscle", "soleus", 'antagonists = ["biceps_femori"]', "antagonists", "biceps_femoris"),
        ("injury", "wrist_pain", 'emphasise = ["delt"]', "emphasise", "is no known muscle"),
        ("injury", "wrist_pain", 'also_train = ["deltoids"]', "also_train", "'deltoid'?"),
        ("injury", "wrist_pain", 'avoid_stretching = ["solues"]', "avoid_stretching", "'soleus'?"),
        ("injury", "wrist_pain", 'avoid_patterns = ["hops"]', "avoid_patterns[0]", "'hop'?"),
        ("contradiction", "C7", 'muscles = ["solues"]', "muscles", "did you mean 'soleus'?"),
        ("contradiction", "C7", "positions = []", "positions", "write at least 2"),
        ("kit", "gym", 'equipment = ["barbel"]', "equipment", "did you mean 'barbell'?"),
        ("evidence", "pain", 'values = ["5"]', "values[0]", "is no number"),
        ("evidence", "sessions_taper", "values = [1]", "values", "has 1 value; the rules read 2"),
        ("evidence", "deload", "values = []", "values", "has 0 values; the rules read 1"),
        ("evidence", "deload", "values = [4, 5]", "values", "has 2 values; the rules read 1"),
        ("evidence", "deload", "values = [-4]", "values[0]", "write at least 0"),
        ("evidence", "deload", "values = [1e300]", "values[0]", "write at most 10000"),
        ("evidence", "deload", "remove = true", "remove", "the rules read it"),
        (
            "exercise",
            "hip_extension_pause",
            "hold_seconds = [30, 60]",
            "hold_seconds",
            "less than 60 s",
        ),
        (
            "muscle",
            "soleus",
            'claims = [{ source = "coach", status = "used", via = "x" }]',
            "claims[0].source",
            "is no known source",
        ),
        (
            "structure",
            "plantar_fascia",
            'claims = [{ source = "coach_default", status = "neglectd", via = "x" }]',
            "claims[0].status",
            "neglected",
        ),
    ],
)
def test_a_bad_change_names_file_id_field_and_cure(
    folder: Folder, table: str, name: str, line: str, field: str, cure: str
) -> None:
    message = faults_of(folder(f'[[{table}]]\nid = "{name}"\n{line}\n'))
    for part in ("mine.toml", f"{table} '{name}'", field, cure):
        assert part in message


def test_evidence_of_ones_own_has_as_many_values_as_it_likes(folder: Folder) -> None:
    entry = 'statement = "x"\nunit = "x"\nsource = "x"\nbasis = "x"'
    text = f'[[evidence]]\nid = "mine"\nvalues = [1, 2, 3]\n{entry}\n'
    assert load_catalog(folder(text)).numbers("mine") == (1, 2, 3)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ('[[exercize]]\nid = "x"\n', ["exercize", "is no known table", "did you mean 'exercise'?"]),
        ('[exercise]\nid = "x"\n', ["exercise", "write [[exercise]]"]),
        ("exercise = [1]\n", ["exercise number 1", "write [[exercise]]"]),
        ('[[exercise]]\nname = "x"\n', ["exercise number 1", "id", "add id"]),
        ("[[exercise]]\nid = 7\n", ["exercise number 1", "id", "write it in quotes"]),
        (
            WALL_WALK.replace("wall_walk", "Wall walk"),
            ["'Wall walk'", "id", "use lower-case letters"],
        ),
        ("[[exercise]\n", ["not TOML", "line 1", "mend"]),
        (f"x = 1{'0' * 5000}\n", ["not TOML", "mend"]),
        (f"x = {'[' * 5000}\n", ["not ", ";"]),
        (WALL_WALK + WALL_WALK, ["exercise 'wall_walk'", "id", "is also above", "keep one"]),
        (
            '[[exercise]]\nid = "inchwrm"\nremove = true\n',
            ["exercise 'inchwrm'", "remove", "did you mean 'inchworm'?"],
        ),
        (
            '[[exercise]]\nid = "inchworm"\nremove = false\n',
            ["exercise 'inchworm'", "remove", "write remove = true"],
        ),
    ],
)
def test_a_bad_file_is_named_with_a_cure(folder: Folder, text: str, parts: list[str]) -> None:
    message = faults_of(folder(text))
    for part in ("mine.toml", *parts):
        assert part in message


def test_one_id_in_two_files_of_a_folder_names_both(folder: Folder) -> None:
    message = faults_of(folder(WALL_WALK, other=WALL_WALK))
    assert "mine.toml" in message
    assert "other.toml" in message
    assert "exercise 'wall_walk'" in message


def test_a_file_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "latin.toml").write_bytes(b'[[kit]]\nname = "Zuhause f\xfcr mich"\n')
    message = faults_of(tmp_path)
    assert "latin.toml" in message
    assert "not UTF-8 (line 2); save the file as UTF-8" in message


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "bom.toml").write_bytes(b"\xef\xbb\xbf" + WALL_WALK.encode())
    assert "wall_walk" in load_catalog(tmp_path).exercises


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("missing", ["missing", "does not exist"]),
        ("a.txt", ["a.txt", "is a file"]),
        ("", ["*.toml"]),
    ],
)
def test_a_folder_that_cannot_be_read_is_named(tmp_path: Path, name: str, parts: list[str]) -> None:
    (tmp_path / "a.txt").write_text("x")
    message = faults_of(tmp_path / name)
    for part in parts:
        assert part in message
    assert ";" in message


def test_several_faults_are_reported_together(folder: Folder, tmp_path: Path) -> None:
    text = with_line("rest_seconds", "rest_second").replace('"wall"', '"wal"')
    message = faults_of(folder(text, other='[[kit]]\nid = "gym"\nequipment = ["barbel"]\n'))
    message += faults_of(tmp_path, tmp_path / "missing")
    for part in ("did you mean 'rest_seconds'?", "'barbell'?", "does not exist"):
        assert part in message


def test_a_fault_names_the_file_whose_key_is_wrong(tmp_path: Path) -> None:
    for name, text in (
        ("1", '[[exercise]]\nid = "goblet_squat"\nrest_seconds = -1\n'),
        ("2", '[[exercise]]\nid = "goblet_squat"\nsetup_seconds = 31\n'),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.toml").write_text(text)
    message = faults_of(tmp_path / "1", tmp_path / "2")
    assert message.startswith(str(tmp_path / "1" / "a.toml"))
    assert "rest_seconds" in message


def test_what_still_names_a_removed_entry_is_told_who_removed_it(folder: Folder) -> None:
    message = faults_of(folder('[[equipment]]\nid = "slider"\nremove = true\n'))
    assert "kit 'gym'" in message
    assert "equipment" in message
    assert "was removed by" in message
    assert "mine.toml; take it out here too" in message


def test_many_faults_are_cut_short() -> None:
    error = CatalogError(*[Fault("a.toml", "", str(number), "bad") for number in range(50)])
    assert len(error.faults) == 50
    assert "and 10 more faults" in str(error)
