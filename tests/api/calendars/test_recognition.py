"""Which events are runs, of which kind, how long and how far, by their words."""

from __future__ import annotations

import pytest

from api.calendars.events import CalendarEvent, CalendarFile
from api.calendars.recognition import is_training_calendar, recognised
from api.calendars.run_amounts import planned_km, planned_minutes
from optimizer.documents.request import RunKind


def an_event(title: str, description: str = "", *categories: str) -> CalendarEvent:
    return CalendarEvent(1, "uid", title, description, categories)


def kind(title: str, description: str = "", *categories: str, training: bool = False) -> str | None:
    return recognised(an_event(title, description, *categories), in_training=training).kind


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Run", "easy"),
        ("Easy run 45min", "easy"),
        ("Morning jog", "easy"),
        ("Recovery run after race", "easy"),
        ("Easy run + 6x20s strides", "easy"),
        ("Pre-race shakeout run 4x100m", "easy"),
        ("🏃‍♀️ with Anna", "easy"),
        ("Long Run", "long"),
        ("Long run with 3x2km at marathon pace", "long"),
        ("Easy long run", "long"),
        ("Tempo Run", "tempo"),
        ("Run: threshold 3 km", "tempo"),
        ("Marathon pace run 12 km", "tempo"),
        ("Run: Race pace", "tempo"),
        ("Parkrun", "tempo"),
        ("Interval run", "interval"),
        ("Run 8x400m", "interval"),
        ("Track run", "interval"),
        ("Fartlek", "interval"),
        ("Half Marathon Tempo 12k", "tempo"),
        ("Marathon: long run 30 km", "long"),
        ("Halbmarathon locker 8 km", "easy"),
        ("Berlin Marathon", "race"),
        ("Half-Marathon", "race"),
        ("10k Race", "race"),
        ("Race day! City run 10 km", "race"),
        ("Marathon training: Easy 8k", "easy"),
        ("Lauf", "easy"),
        ("Lockerer Dauerlauf", "easy"),
        ("Laufen mit Steigerungen", "easy"),
        ("Langer Lauf", "long"),
        ("Tempodauerlauf", "tempo"),
        ("Lauf im Renntempo", "tempo"),
        ("Schwellenlauf", "tempo"),
        ("Intervalle Lauf 6 x 800 m", "interval"),
        ("Fahrtspiel", "interval"),
        ("Silvesterlauf", "race"),
        ("Wettkampf: Halbmarathon", "race"),
        ("Sortie longue", "long"),
    ],
)
def test_a_run_is_recognised_in_any_calendar(title: str, expected: RunKind) -> None:
    found = recognised(an_event(title), in_training=False)
    assert (found.kind, found.is_doubtful) == (expected, False), found


@pytest.mark.parametrize(
    "title",
    ["Team meeting", "Dry run of the demo", "Run payroll", "Movie marathon", "School run",
     "Running late", "Lebenslauf schreiben", "Langlauf in Oberhof", "Probelauf der Anlage", "",
     "Bike: Tempo 3x10", "Ride - Long", "Swim intervals", "Strength for runners", "Rest",
     "Rest day", "Ruhetag", "Yoga", "Day Off", "Krafttraining"],
)  # fmt: skip
@pytest.mark.parametrize("training", [False, True])
def test_what_is_no_run_is_none(title: str, training: bool) -> None:
    assert kind(title, training=training) is None


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Tempo 5 km", "tempo"), ("Intervals 8x400m", "interval"), ("Easy 60'", "easy"),
     ("Long 32k", "long"), ("5 x 1 km (90 s rest)", "interval"), ("Steady 40 min", "tempo")],
)  # fmt: skip
def test_a_kind_alone_is_a_run_in_a_training_calendar(title: str, expected: RunKind) -> None:
    assert recognised(an_event(title), in_training=True).kind == expected
    elsewhere = recognised(an_event(title), in_training=False)
    assert elsewhere.is_doubtful


def test_a_kind_alone_is_not_enough_elsewhere_and_is_said() -> None:
    found = recognised(an_event("Talk about the tempo"), in_training=False)
    assert (found.kind, found.is_doubtful) == (None, True)
    assert "'tempo'" in found.reason


def test_two_sports_in_one_title_are_a_run_that_a_person_should_look_at() -> None:
    found = recognised(an_event("Gym + run 5k"), in_training=False)
    assert (found.kind, found.is_doubtful) == ("easy", True)
    assert "'run', but also 'gym'" in found.reason
    assert recognised(an_event("Run: 5k, then gym"), in_training=False).is_doubtful is False


@pytest.mark.parametrize(
    ("description", "categories", "expected"),
    [
        ("", ("Running",), "easy"),
        ("", ("Laufen", "Tempo"), "tempo"),
        ("", ("Cycling",), None),
        ("Sport: Running", (), "easy"),
        ("Workout type: Run\nlong run, steady", (), "easy"),
        ("Sportart: Radfahren", (), None),
        ("Activity: Run\n6 x 400 m", (), "interval"),
        ("We will run through the slides.", (), None),
    ],
)
def test_category_and_label_tell_what_the_title_does_not(
    description: str, categories: tuple[str, ...], expected: RunKind | None
) -> None:
    assert kind("Tuesday", description, *categories) == expected


def test_the_reason_quotes_the_words() -> None:
    found = recognised(an_event("Tempo run"), in_training=False)
    assert found.reason == "its title has 'run'; a tempo run by 'tempo'"
    assert "so it is taken as easy" in recognised(an_event("Run"), in_training=False).reason


@pytest.mark.parametrize(
    ("name", "product", "expected"),
    [
        ("", "-//TrainingPeaks//Calendar//EN", True),
        ("Runna", "", True),
        ("Intervals.icu", "", True),
        ("Laufplan Herbst", "", True),
        ("Home", "-//Apple Inc.//iOS 18.0//EN", False),
        ("Family", "-//Google Inc//Google Calendar 70.9054//EN", False),
    ],
)
def test_a_training_calendar_says_so(name: str, product: str, expected: bool) -> None:
    assert is_training_calendar(CalendarFile(name, product, None, {}, ())) is expected


@pytest.mark.parametrize(
    ("title", "description", "minutes"),
    [
        ("Easy run 45min", "", 45),
        ("Easy run 45 minutes", "", 45),
        ("Easy 60'", "", 60),
        ("Run 1h", "", 60),
        ("Run 1h30", "", 90),
        ("Run 1 h 5 min", "", 65),
        ("Lauf 2 Std.", "", 120),
        ("Run 40-50 min", "", 50),
        ("Run", "Planned Time: 0:45:00", 45),
        ("Run", "Planned Time: 1:05", 65),
        ("Run", "Duration: 54:00", 54),
        ("Run", "Dauer: 45 min", 45),
        ("Run", "Estimated time: 1h5m - 1h15m", 75),
        ("Run 30 min", "Planned: 6.00 mi in 54:00", 54),
        ("Run", "10 min warm-up\n5 x 3 min fast", None),
        ("Run 5 x 3 min", "", None),
        ("Run 10 km", "", None),
        ("Run at 6:30", "", None),
        ("Run", "Duration: soon", None),
    ],
)
def test_the_length_is_read_from_the_text(
    title: str, description: str, minutes: int | None
) -> None:
    assert planned_minutes(an_event(title, description)) == minutes


@pytest.mark.parametrize(
    ("title", "description", "km"),
    [
        ("10 km easy", "", 10.0),
        ("10k race", "", 10.0),
        ("Long run 20-22 km", "", 22.0),
        ("Run 6,5 km", "", 6.5),
        ("Run 6 miles", "", 9.66),
        ("Run", "Planned Distance: 12.5 km", 12.5),
        ("Run", "Planned: 6.00 mi in 54:00", 9.66),
        ("5 x 1 km", "", None),
        ("Run at 5k pace", "", None),
        ("Berlin Marathon", "", 42.195),
        ("Halbmarathon", "", 21.0975),
        ("Half marathon", "", 21.0975),
        ("Marathon pace run", "", None),
        ("Run", "", None),
    ],
)
def test_the_distance_is_read_from_the_text(title: str, description: str, km: float | None) -> None:
    assert planned_km(an_event(title, description)) == km
