"""What exists: the frozen, strictly validated entries of a catalog.

Every entry is read from TOML (see ``catalog/loader.py``).  An id is a lower-case word of letters,
digits and underscores; durations say their unit in the name.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_]{0,63}$")]
Text = Annotated[str, Field(min_length=1, max_length=2000)]

Synonyms = Annotated[
    tuple[Annotated[str, Field(min_length=1, max_length=100)], ...], Field(max_length=50)
]
"""Other names by which people find the entry; capitals, accents and plurals do not matter."""

Level = Literal["beginner", "intermediate", "advanced"]
LEVELS: tuple[Level, ...] = ("beginner", "intermediate", "advanced")

Stage = Literal["beginner_first4", "beginner", "intermediate", "advanced"]
"""How far an athlete is: the level, a beginner's first four weeks told apart."""
STAGES: tuple[Stage, ...] = ("beginner_first4", "beginner", "intermediate", "advanced")

Phase = Literal["off_season", "pre_season", "in_season", "taper", "post_race"]
PHASES: tuple[Phase, ...] = ("off_season", "pre_season", "in_season", "taper", "post_race")

Emphasis = Literal["balanced", "quads_first", "posterior_chain"]
EMPHASES: tuple[Emphasis, ...] = ("balanced", "quads_first", "posterior_chain")

Recovery = Literal["day_after", "hard_days_hard"]
RECOVERIES: tuple[Recovery, ...] = ("day_after", "hard_days_hard")

Kind = Literal["warm_up", "strength", "isometric", "plyometric", "mobility", "release"]
_STRETCH_KINDS: tuple[Kind, ...] = ("mobility", "release")
VOLUME_KINDS: frozenset[Kind] = frozenset({"strength", "isometric", "plyometric"})

LoadClass = Literal["drill", "body", "band", "external", "heavy", "plyo"]
"""How hard an exercise can be made, with the least of the tools that may be used for it.

``drill`` activates and is too light for a trained leg; ``body`` is hard without a load; ``band``;
``external`` has a dumbbell, kettlebell, backpack or machine; ``heavy`` can be loaded so that
repetitions and reserve together are at most 8; ``plyo`` is counted in contacts, not in sets.
"""
LOAD_CLASSES: tuple[LoadClass, ...] = ("drill", "body", "band", "external", "heavy", "plyo")
LOADED_CLASSES: frozenset[LoadClass] = frozenset({"external", "heavy"})

LiftFamily = Literal["knee", "hip", "calf"]
LIFT_FAMILIES: tuple[LiftFamily, ...] = ("knee", "hip", "calf")

Pattern = Literal[
    # Main lifts
    "squat", "lunge", "lunge_lateral", "hinge", "hip_extension", "knee_extension", "knee_flexion",
    "hip_abduction", "hip_adduction", "hip_flexion", "hip_rotation", "knee_rotation",
    # Lower leg and foot
    "calf", "calf_foot", "shin", "foot", "balance",
    # Trunk
    "anti_extension", "anti_rotation", "anti_lateral_flexion", "trunk_flexion", "trunk_extension",
    "rotation", "carry", "breathing",
    # Upper body
    "pull_horizontal", "pull_vertical", "push_horizontal", "push_vertical", "scapular",
    "elbow_flexion", "arm_swing",
    # Plyometric
    "hop", "jump", "jump_lateral",
    # Warm-up, mobility, release
    "pulse", "hip_flexion_control", "mobility_hip", "mobility_hip_thoracic",
    "mobility_posterior_chain", "mobility_ankle", "mobility_spine", "mobility_thoracic",
    "stretch", "release",
]  # fmt: skip

Trait = Literal[
    "braces_trunk", "tires_grip", "held_in_hands", "barefoot", "balances", "running_drill",
    "makes_sore",
]  # fmt: skip
"""What decides in whose rests an exercise may work, beside its muscles and machines, and more.

``braces_trunk``: held by the trunk, although its pattern is none of the trunk's; ``tires_grip``: a
carry, or hanging from a bar; ``held_in_hands``: its weight is; ``barefoot``: it asks for bare feet;
``balances``: it is balance on one leg; ``running_drill``: no jump for a seasoned athlete, whose
contacts it does not bring; ``makes_sore``: whoever has not done it, without a load too.
"""

Region = Literal["foot", "lower_leg", "thigh", "hip", "core", "back", "upper_body"]
VolumeClass = Literal["major", "minor", "accessory"]

ClaimStatus = Literal[
    "used", "neglected", "slow_developing", "fast_developing", "overlooked", "overpowered",
    "weaker_than_partner", "tight_overworked", "important",
]  # fmt: skip
# The statuses by which a source says: running does not train this muscle enough.
NEGLECT_STATUSES: frozenset[ClaimStatus] = frozenset(
    {"neglected", "slow_developing", "overlooked", "overpowered", "weaker_than_partner"}
)
Prescription = Literal["strengthen", "light_strengthen", "stretch", "release"]


class Entry(BaseModel):
    """An immutable entry; an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Source(Entry):
    """One of the founding articles, or a study that a number rests on."""

    id: Id
    short: Id
    title: Text
    kind: Literal["article", "study", "guideline", "coach_default"]
    publisher: str | None = None
    taken: Text
    """What the catalog took from it, in one or two sentences."""
    errors: tuple[Text, ...] = ()
    """Statements of the source that are not carried over, each with the reason."""


class Claim(Entry):
    """What one source says of one muscle."""

    source: Id
    status: ClaimStatus
    via: Text
    """The words by which the source names the muscle, or its group."""
    prescribe: Prescription | None = None


class Muscle(Entry):
    """A muscle that carries a weekly dose."""

    id: Id
    name: Text
    synonyms: Synonyms = ()
    region: Region
    groups: tuple[Id, ...]
    role: Text
    """What it does in running."""
    antagonists: tuple[Id, ...] = ()
    volume_class: VolumeClass
    own_dose: bool = True
    """False: covered directly when neglected, but without a weekly minimum or target of its own."""
    claims: tuple[Claim, ...] = ()
    note: str | None = None


class Structure(Entry):
    """A passive tissue (fascia, tendon): only mobility or release may name it; it has no dose."""

    id: Id
    name: Text
    synonyms: Synonyms = ()
    region: Region
    role: Text
    claims: tuple[Claim, ...] = ()
    note: str | None = None


class Position(Entry):
    """One side of a contradiction."""

    sources: tuple[Id, ...]
    says: Text


class Contradiction(Entry):
    """Two or more sources that cannot all be followed, and what the planner does about it."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,63}$")]
    topic: Text
    muscles: tuple[Id, ...] = ()
    positions: Annotated[tuple[Position, ...], Field(min_length=2)]
    decided_by: Text
    """The field of the request by which a person chooses, and what each choice does."""


class Equipment(Entry):
    """A thing an exercise needs; a wall, a chair and a towel are equipment too."""

    id: Id
    name: Text
    synonyms: Synonyms = ()
    group: Literal["surroundings", "household", "small", "free_weight", "station", "machine"]
    resistance: bool = False
    """True: it adds an external load to the exercise."""
    exclusive: bool = False
    """True: a single machine or station, which two members of a superset cannot both use."""
    setup_seconds: Annotated[int, Field(ge=0, le=600)]

    @property
    def is_weight(self) -> bool:
        """It makes a load that can be told in kilograms: no band, no breathing trainer."""
        return self.resistance and self.group != "small"


class Kit(Entry):
    """A named set of equipment, used in a request as ``kit:<id>``."""

    id: Id
    name: Text
    synonyms: Synonyms = ()
    equipment: tuple[Id, ...]


Range = Annotated[tuple[int, ...], Field(min_length=2, max_length=2)]


Grade = Annotated[int, Field(ge=0, le=3)]
"""Of impact or leg load: from 0, none, to 3, most."""


class InjuryStage(Entry):
    """A later stage of an injury; a field that is None stays as the injury has it at first."""

    id: Id
    name: Text
    """How the athlete knows that it is reached."""
    max_impact: Grade | None = None
    max_leg_load: Grade | None = None
    avoid_patterns: tuple[Pattern, ...] | None = None
    avoid_stretching: tuple[Id, ...] | None = None
    stretch_rule: Text | None = None
    allows: tuple[Id, ...] = ()
    """Exercises that the injury shuts out at first and that are its work now."""
    cautions: tuple[Id, ...] = ()
    """Exercises to be taken with caution now, beside those that say so themselves."""
    source: Text
    basis: Text


class InjurySite(Entry):
    """A place where the injury may be, and what that shuts out as long as no stage is named."""

    id: Id
    name: Text
    avoid_patterns: tuple[Pattern, ...]


class Injury(Entry):
    """What an injury excludes, caps and emphasises.  Never a treatment; see ``refer``.

    The entry describes its first stage, which holds where none is named; ``at`` gives another.
    """

    id: Id
    name: Text
    synonyms: Synonyms = ()
    emphasise: tuple[Id, ...] = ()
    also_train: tuple[Id, ...] = ()
    max_impact: Grade
    max_leg_load: Grade
    avoid_patterns: tuple[Pattern, ...] = ()
    avoid_stretching: tuple[Id, ...] = ()
    """Muscles that are not to be stretched."""
    stretch_rule: Text
    hours_between_loading: Annotated[int, Field(ge=0, le=168)]
    loading_sessions: Range = (2, 3)
    """Sessions a week, [least, most], that load or hold the emphasised muscles."""
    loading_sets: Range | None = None
    """Sets, [least, most], of a lift for them in each of these sessions; a hold then counts only
    where no lift can be done.  None: as many as else."""
    stages: tuple[InjuryStage, ...] = ()
    """Later stages, in their order."""
    sites: tuple[InjurySite, ...] = ()
    allows: tuple[Id, ...] = ()
    """Exercises that are lawful although they name this injury as a contraindication."""
    cautions: tuple[Id, ...] = ()
    """Exercises to be taken with caution, beside those that say so themselves."""
    warm_up: tuple[Id, ...] = ()
    """Drills that belong in every warm-up, where they may be done."""
    stretches: tuple[Id, ...] = ()
    """Stretches that belong at the end of every session, before those of what was strengthened."""
    most_pain: Annotated[int, Field(ge=0, le=10)] = 3
    """Of 10, during the work; it is back to its usual level the next morning."""
    refer: Text
    """When to see a clinician."""
    source: Text
    basis: Text

    def at(self, stage: str | None = None, site: str | None = None) -> Injury:
        """The injury as it stands at ``stage`` and ``site``; None: the first, and not told.

        Raises ``KeyError`` for a stage or site that it does not have.
        """
        where = None if site is None else {one.id: one for one in self.sites}[site]
        if stage is None:
            added = () if where is None else where.avoid_patterns
            avoided = (*self.avoid_patterns, *(p for p in added if p not in self.avoid_patterns))
            return self.model_copy(update={"avoid_patterns": avoided, "stages": (), "sites": ()})
        now = {one.id: one for one in self.stages}[stage]
        overridable = (
            "max_impact",
            "max_leg_load",
            "avoid_patterns",
            "avoid_stretching",
            "stretch_rule",
        )
        changed = {name: value for name in overridable if (value := getattr(now, name)) is not None}
        return self.model_copy(
            update={
                **changed,
                "allows": (*self.allows, *now.allows),
                "cautions": (*self.cautions, *now.cautions),
                "stages": (),
                "sites": (),
            }
        )

    def shuts_out(self, exercise: Exercise) -> bool:
        """True where the exercise is contraindicated and this stage does not allow it."""
        return self.id in exercise.contraindications and exercise.id not in self.allows

    def why_not(self, exercise: Exercise) -> str | None:
        """Why ``exercise`` is not for somebody with it; None: it may be done."""
        if self.shuts_out(exercise):
            return f"is contraindicated with {self.id}"
        if exercise.impact > self.max_impact:
            return f"has impact {exercise.impact}; {self.id} allows {self.max_impact}"
        if exercise.leg_load > self.max_leg_load:
            return f"has leg load {exercise.leg_load}; {self.id} allows {self.max_leg_load}"
        if exercise.pattern in self.avoid_patterns:
            return f"is a {exercise.pattern}, which {self.id} avoids"
        stretched = set(exercise.primary) & set(self.avoid_stretching)
        if exercise.kind in _STRETCH_KINDS and stretched:
            return f"stretches {min(stretched)}, which {self.id} avoids"
        return None

    def cautions_against(self, exercise: Exercise) -> bool:
        return self.id in exercise.cautions or exercise.id in self.cautions

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        bounds = self.loading_sessions
        if not 1 <= bounds[0] <= bounds[1] <= 7:
            raise ValueError(
                f"loading_sessions = {list(bounds)}: write [least, most], both from 1 to 7"
            )
        sets = self.loading_sets or (1, 1)
        if not 1 <= sets[0] <= sets[1] <= 6:
            raise ValueError(f"loading_sets = {list(sets)}: write [least, most], both from 1 to 6")
        for field, names in (
            ("stages", [one.id for one in self.stages]),
            ("sites", [one.id for one in self.sites]),
        ):
            if len(names) != len(set(names)):
                raise ValueError(f"{field} has an id twice; rename one")
        return self


class ArticleDose(Entry):
    """A dose that a founding article itself prescribes."""

    source: Id
    label: str | None = None
    dose: str | None = None
    target: str | None = None
    """The muscle the article names, where it differs from the anatomy."""


class WatchExercise(Entry):
    """What a watch calls an exercise: ids of the FIT profile, such as ``squat``, ``goblet_squat``.

    ``name`` only where the profile means this very exercise, whatever of its equipment is used;
    ``category`` alone is the nearest one, ``unknown`` where none comes near.
    """

    category: Id
    name: Id | None = None


class Exercise(Entry):
    """One exercise with its dose range, its demands and how to do it safely.

    ``equipment`` is all-of any-of: every inner group must be met by at least one of its members.
    """

    id: Id
    name: Text
    synonyms: Synonyms = ()
    kind: Kind
    pattern: Pattern
    primary: tuple[Id, ...]
    secondary: tuple[Id, ...] = ()
    equipment: tuple[Annotated[tuple[Id, ...], Field(min_length=1)], ...] = ()
    weights_at_once: dict[Id, Annotated[int, Field(ge=1, le=2)]] = {}
    """How many of a dumbbell, a kettlebell and their like are used at once, by equipment id.

    Two: one in each hand.  What is not here is used alone, and nothing is said of it.
    """
    traits: tuple[Trait, ...] = ()
    level: Level
    least_weeks_of_strength: Annotated[int, Field(ge=0, le=104)] = 0
    """Weeks of strength work that an athlete of its very level needs before it."""
    load_class: LoadClass | None = None
    """Demanded of what counts toward volume; a drill, a stretch or a release has none."""
    main_lift: LiftFamily | None = None
    """The family of main lifts that it belongs to; without a load, where no load is to be had."""
    least_load_kg: (
        Annotated[
            tuple[Annotated[float, Field(gt=0, le=500)], ...], Field(min_length=3, max_length=3)
        ]
        | None
    ) = None
    """The least load with which it is of its class, for a beginner, intermediate and advanced.

    Counted as in a log: of one dumbbell or kettlebell, of a barbell with the bar, of a machine
    what it shows.  With less, it is worth no more than ``body``.
    """
    per_side: bool = False
    leg_load: Grade
    impact: Grade
    high_eccentric: bool = False
    loaded: bool
    """True: hard enough on its muscles that they need recovery before the next loaded work."""
    sets: Range
    reps: Range | None = None
    hold_seconds: Range | None = None
    """Length of a hold: of the set where ``reps`` is absent, else of the pause inside each rep."""
    seconds_per_rep: Annotated[float, Field(gt=0, le=60)] | None = None
    """Time of one rep, pauses included."""
    rest_seconds: Annotated[int, Field(ge=0, le=600)]
    """The least rest before the same muscles work again."""
    setup_seconds: Annotated[int, Field(ge=0, le=600)]
    foot_contacts_per_rep: Annotated[int, Field(ge=0, le=20)] = 0
    only_for: tuple[Id, ...] = ()
    """It is offered only to who has one of these injuries; empty: to everyone."""
    contraindications: tuple[Id, ...] = ()
    cautions: tuple[Id, ...] = ()
    articles: tuple[ArticleDose, ...] = ()
    watch: WatchExercise | None = None
    """Its place among a watch's exercises; None: only its name is told."""
    how_to: Text
    """One or two sentences that let a person do it safely."""
    note: str | None = None

    @property
    def counts_toward_volume(self) -> bool:
        """A warm-up drill, a stretch or a release is no training dose."""
        return self.kind in VOLUME_KINDS

    @property
    def leg_loading(self) -> bool:
        return self.leg_load >= 2 or self.impact >= 2

    @model_validator(mode="after")
    def _dose_is_whole(self) -> Self:
        for name in ("sets", "reps", "hold_seconds"):
            bounds: tuple[int, ...] | None = getattr(self, name)
            if bounds is not None and not 1 <= bounds[0] <= bounds[1]:
                raise ValueError(f"{name} = {list(bounds)}: write [least, most], both at least 1")
        if self.reps is None and self.hold_seconds is None:
            raise ValueError("neither reps nor hold_seconds: give one of them")
        if (self.reps is None) != (self.seconds_per_rep is None):
            raise ValueError("reps and seconds_per_rep go together: give both or neither")
        both = set(self.primary) & set(self.secondary)
        if both:
            raise ValueError(f"{', '.join(sorted(both))}: primary and secondary; keep one")
        if not self.primary:
            raise ValueError("primary is empty: name at least one muscle")
        shut = set(self.only_for) & set(self.contraindications)
        if shut:
            raise ValueError(f"{', '.join(sorted(shut))}: in only_for and contraindications")
        return self

    @model_validator(mode="after")
    def _load_class_fits(self) -> Self:
        found = self.load_class
        if (found is None) is self.counts_toward_volume:
            what = "is missing; write one of" if found is None else "is only for kinds that count"
            raise ValueError(
                f"load_class {what} {', '.join(LOAD_CLASSES)}"
                if found is None
                else f"load_class {what} toward volume; leave it out"
            )
        if (found == "plyo") is not (self.kind == "plyometric"):
            raise ValueError(f"load_class = {found!r}, kind = {self.kind!r}: plyo is plyometric")
        if found == "drill" and self.loaded:
            raise ValueError("load_class = 'drill' and loaded: a drill is not; write body or more")
        if found in LOADED_CLASSES and not self.loaded:
            raise ValueError(f"load_class = {found!r} and not loaded; write loaded = true")
        if self.main_lift is not None and found not in ("body", *LOADED_CLASSES):
            raise ValueError(
                f"main_lift = {self.main_lift!r}, load_class = {found!r}: a main lift is body,"
                " external or heavy"
            )
        if (self.main_lift is not None and found in LOADED_CLASSES) is not bool(self.least_load_kg):
            raise ValueError("least_load_kg: give it to main lifts with a load, and to no others")
        if self.least_load_kg and list(self.least_load_kg) != sorted(self.least_load_kg):
            raise ValueError(
                f"least_load_kg = {list(self.least_load_kg)}: it may not fall by level"
            )
        return self


class Evidence(Entry):
    """A number that a rule rests on, with where it comes from.  ``values`` are in ``unit``."""

    id: Id
    statement: Text
    values: tuple[Annotated[float | int, Field(ge=0, le=10_000)], ...]
    unit: Text
    source: Text
    basis: Text
