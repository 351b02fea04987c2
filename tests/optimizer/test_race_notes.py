"""What a week near a race says, where it has windows."""

from __future__ import annotations

from optimizer.operations.plan import plan
from tests.optimizer.worlds import a_catalog, a_request, a_window, an_exercise

CATALOG = a_catalog(an_exercise("plank", "abdominals", pattern="anti_extension"))


def test_a_taper_week_says_that_nothing_new_belongs_in_it() -> None:
    request = a_request(a_window("tue", "Tue 18:00", 10), week={"phase": "taper"})
    notes = [one.sentence for one in plan(request, catalog=CATALOG).warnings]
    assert "Nothing new in a taper: leave out what you did not do in the last three weeks." in notes
