"""What a person sees at a terminal.  Every view is a rich renderable and decides nothing."""

from api.render.check import check_view
from api.render.club import club_view
from api.render.diff import diff_view
from api.render.explain import explain_view
from api.render.replanned import replanned_view
from api.render.week import example_heading, week_view
from api.render.words import Names

__all__ = [
    "Names",
    "check_view",
    "club_view",
    "diff_view",
    "example_heading",
    "explain_view",
    "replanned_view",
    "week_view",
]
