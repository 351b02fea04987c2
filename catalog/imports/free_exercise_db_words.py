"""The words of free-exercise-db and what each of them means here.

The data set is in the public domain (Unlicense).  Only the words of its columns stand here, none of
its entries, texts or pictures.  Where a word says less than our catalog asks for, the cautious
reading is taken: the harder level, the higher load, the longer rest, more equipment.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from catalog.models import Kind, Level, Pattern

LEVELS: Mapping[str, Level] = {
    "beginner": "beginner",
    "intermediate": "intermediate",
    "expert": "advanced",
}
FORCES = ("static", "pull", "push")
MECHANICS = ("isolation", "compound")

Muscles = tuple[str, ...]
MUSCLES: Mapping[str, Muscles] = {
    "abdominals": ("rectus_abdominis",),
    "abductors": ("gluteus_medius",),
    "adductors": ("hip_adductors",),
    "biceps": ("biceps_brachii",),
    "calves": ("gastrocnemius",),
    "chest": ("pectoralis_major",),
    "forearms": (),
    "glutes": ("gluteus_maximus",),
    "hamstrings": ("biceps_femoris", "medial_hamstrings"),
    "lats": ("latissimus_dorsi",),
    "lower back": ("erector_spinae",),
    "middle back": ("rhomboids",),
    "neck": (),
    "quadriceps": ("vastus_lateralis", "vastus_medialis", "vastus_intermedius"),
    "shoulders": ("deltoid",),
    "traps": ("trapezius",),
    "triceps": ("triceps_brachii",),
}
"""The muscles of ours that surely work where the word stands; none: we have no such muscle."""

UNTOLD: Mapping[str, Muscles] = {
    "abdominals": ("obliques", "transversus_abdominis"),
    "abductors": ("gluteus_minimus", "tensor_fasciae_latae"),
    "calves": ("soleus",),
    "glutes": ("gluteus_medius", "gluteus_minimus"),
    "lower back": ("quadratus_lumborum",),
    "middle back": ("trapezius",),
    "quadriceps": ("rectus_femoris",),
}
"""Muscles that a word may mean too, which the data set does not tell apart."""

SEATED: Mapping[str, Muscles] = {"calves": ("soleus",)}
"""What works where the name says that one sits: a bent knee leaves the gastrocnemius slack."""

OWN_WORDS = frozenset(
    {"adductors", "biceps", "chest", "hamstrings", "lats", "quadriceps", "shoulders", "traps",
     "triceps"}
)  # fmt: skip
"""Words that mean just the muscles that they stand for above."""

LEGS = frozenset({"abductors", "adductors", "calves", "glutes", "hamstrings", "quadriceps"})

UNNAMED_MACHINE, UNNAMED_EQUIPMENT = "unnamed_machine", "unnamed_equipment"
EQUIPMENT: Mapping[str | None, str | None] = {
    None: UNNAMED_EQUIPMENT,
    "bands": "long_band",
    "barbell": "barbell",
    "body only": None,
    "cable": "cable_machine",
    "dumbbell": "dumbbell",
    "e-z curl bar": "ez_curl_bar",
    "exercise ball": "stability_ball",
    "foam roll": "foam_roller",
    "kettlebells": "kettlebell",
    "machine": UNNAMED_MACHINE,
    "medicine ball": "medicine_ball",
    "other": UNNAMED_EQUIPMENT,
}
"""By word, None where there is none; a value of None: nothing is needed."""
COMPLETE_EQUIPMENT = frozenset({"cable", "machine"})
"""Stations that have their own seat and bench."""


@dataclass(frozen=True)
class NewPiece:
    id: str
    name: str
    about: str
    group: Literal["free_weight", "machine", "station"]
    resistance: bool
    setup_seconds: int


NEW_PIECES = (
    NewPiece(
        "ez_curl_bar", "E-Z curl bar", "A piece that the built-in catalog does not have.",
        "free_weight", True, 60,
    ),
    NewPiece(
        UNNAMED_MACHINE, "Machine that the import does not name",
        "Stands where the file says 'machine' and not which; no kit holds it, so what needs it is"
        " not planned.", "machine", True, 60,
    ),
    NewPiece(
        UNNAMED_EQUIPMENT, "Equipment that the import does not name",
        "Stands where the file says 'other' or nothing; no kit holds it, so what needs it is not"
        " planned.", "station", True, 120,
    ),
)  # fmt: skip

# What the words of a name say of further equipment, as any-of groups.
_BENCH = ("bench",)
NAME_EQUIPMENT: tuple[tuple[re.Pattern[str], Muscles], ...] = tuple(
    (re.compile(words), pieces)
    for words, pieces in (
        (r"\bbench|\bincline|\bdecline|\bpreacher", _BENCH),
        (r"\bseated\b|\bchair\b", ("bench", "chair")),
        (r"\bpull-?ups?\b|\bchin-?ups?\b|\bchins?\b|\bhanging\b|\bmuscle up", ("pull_up_bar",)),
        (r"\bbox\b|\bdepth jump", ("box", "plyo_box")),
        (r"\bstep-?ups?\b|\bstep ups?\b", ("step", "box", "bench")),
        (r"\bhyperextension|\bback extension", ("back_extension_bench",)),
        (r"\bglute.ham\b", ("nordic_anchor",)),
        (r"\bwall\b", ("wall",)),
        (r"\btowel\b", ("towel",)),
        (r"\bpartner\b|\bmanual\b", ("partner",)),
        (r"\bsuspended\b|\brings?\b", ("suspension_trainer",)),
        (r"\bbands?\b", ("long_band",)),
        (r"\bexercise ball\b|\bswiss ball\b|\bstability ball\b", ("stability_ball",)),
        (r"\bdips?\b|\bparallel bars?\b|\bchains?\b|\bsled\b|\btire\b|\brope climb|\bplate\b",
         (UNNAMED_EQUIPMENT,)),
    )
)  # fmt: skip
BARBELL_NEEDS_RACK = re.compile(r"\bsquats?\b|\bbench press\b|\brack\b")

NAME_MACHINES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\bleg press\b|\bcalf press\b"), "leg_press_machine"),
    (re.compile(r"\bleg extensions?\b"), "leg_extension_machine"),
    (re.compile(r"\bleg curls?\b"), "leg_curl_machine"),
    (re.compile(r"\bseated calf\b"), "seated_calf_machine"),
    (re.compile(r"\babductor\b"), "hip_abduction_machine"),
    (re.compile(r"\badductor\b"), "hip_adduction_machine"),
    (re.compile(r"\bpull-?downs?\b"), "lat_machine"),
)
ONE_SIDE = re.compile(
    r"\b(one|single)[- ](arm|leg|hand)|\balternat|\blunges?\b|\bsplit\b|\bstep[- ]?ups?\b"
    r"|\bside (plank|bridge|bend|lying)|\bpistol\b"
)

JUMPS: tuple[tuple[re.Pattern[str], Pattern], ...] = (
    (re.compile(r"\blateral\b|\bside\b"), "jump_lateral"),
    (re.compile(r"\bhops?\b|\bskips?\b"), "hop"),
)
NamedPattern = tuple[re.Pattern[str], frozenset[str], Pattern]


def _named(words: str, primary: Iterable[str], pattern: Pattern) -> NamedPattern:
    return re.compile(words), frozenset(primary), pattern


NAME_PATTERNS: tuple[NamedPattern, ...] = (
    _named(r"\blunges?\b|\bsplit squats?\b|\bstep[- ]?ups?\b", LEGS, "lunge"),
    _named(
        r"\bdeadlifts?\b|\bgood mornings?\b|\bswings?\b|\bpull through\b",
        {*LEGS, "lower back"},
        "hinge",
    ),
    _named(r"\bsquats?\b|\bleg press\b", LEGS, "squat"),
    _named(r"\bside (plank|bridge|bend)", ("abdominals", "lower back"), "anti_lateral_flexion"),
    _named(r"\btwists?\b|\boblique|\brotations?\b", ("abdominals",), "rotation"),
    _named(r"\bleg raises?\b|\bhip raises?\b", ("abdominals",), "hip_flexion"),
    _named(r"\brows?\b", ("lats", "traps", "shoulders"), "pull_horizontal"),
    _named(r"\bcarry\b|\byoke\b", ("traps", "quadriceps", "shoulders", "lower back"), "carry"),
)
"""Words of a name that tell the pattern, with the primary words for which they do."""

PATTERNS: Mapping[tuple[str, str], Pattern] = {
    ("abdominals", "static"): "anti_extension",
    ("abdominals", ""): "trunk_flexion",
    ("abductors", ""): "hip_abduction",
    ("adductors", ""): "hip_adduction",
    ("biceps", ""): "elbow_flexion",
    ("calves", ""): "calf",
    ("chest", ""): "push_horizontal",
    ("glutes", ""): "hip_extension",
    ("hamstrings", "isolation"): "knee_flexion",
    ("hamstrings", ""): "hinge",
    ("lats", ""): "pull_vertical",
    ("lower back", "compound"): "hinge",
    ("lower back", ""): "trunk_extension",
    ("middle back", ""): "pull_horizontal",
    ("quadriceps", "isolation"): "knee_extension",
    ("quadriceps", ""): "squat",
    ("shoulders", "pull"): "pull_horizontal",
    ("shoulders", ""): "push_vertical",
    ("traps", ""): "scapular",
    ("triceps", ""): "push_horizontal",
}
"""By primary word and force or mechanic; an empty second word: any other."""


@dataclass(frozen=True)
class Category:
    """What a category stands for: how to dose it, and how hard it is at least.

    Ranges are [least, most]; ``hold_seconds`` instead of ``reps`` for what is held.
    """

    kind: Kind
    least_level: Level
    reps: tuple[int, int] | None
    hold_seconds: tuple[int, int] | None
    seconds_per_rep: float | None
    rest_seconds: int
    sets: tuple[int, int] = (2, 3)
    impact: int = 0


ISOMETRIC = Category("isometric", "beginner", None, (15, 30), None, 60)
ISOLATION = Category("strength", "beginner", (10, 15), None, 3.5, 75)
STRETCH = Category("mobility", "beginner", None, (30, 45), None, 10, sets=(1, 2))
RELEASE = Category("release", "beginner", None, (60, 90), None, 10, sets=(1, 1))
CATEGORIES: Mapping[str, Category | None] = {
    "cardio": None,
    "olympic weightlifting": Category(
        "strength", "advanced", (3, 5), None, 5.0, 180, impact=1
    ),
    "plyometrics": Category("plyometric", "intermediate", (4, 6), None, 3.0, 150, impact=3),
    "powerlifting": Category("strength", "intermediate", (4, 8), None, 4.0, 180),
    "strength": Category("strength", "beginner", (8, 12), None, 4.0, 120),
    "stretching": STRETCH,
    "strongman": Category("strength", "advanced", (4, 8), None, 5.0, 180),
}  # fmt: skip
"""None: no strength work.  ``strength`` means compound work, see ``ISOMETRIC`` and the others."""
HEAVY = frozenset({"olympic weightlifting", "powerlifting", "strongman"})
SETUP_SECONDS = 30
"""Of what needs no equipment."""

GAPS: Mapping[str, str] = {
    "doses": "There are no sets, reps, holds or rests.",
    "injuries": "It is not told for whom an exercise is not.",
    "equipment": "One piece at most is told: no bench, rack, bar or box beside it.",
    "load": "It is not told how much an exercise loads the legs, or how hard one lands.",
    "patterns": "There are no movement patterns.",
    "sides": "It is not told whether an exercise is done on each side.",
    "warm-up": "No warm-up drills are marked; the built-in ones stay.",
}
"""What no column says."""
