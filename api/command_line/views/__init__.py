"""What a person sees at a terminal.  Every view is a rich renderable and decides nothing.

Imports ``words``, and documents of other rooms for their types.  An answer comes in, and what it
gives goes to ``streams``.
"""

from api.command_line.views.check import check_view
from api.command_line.views.club import club_view
from api.command_line.views.diff import diff_view
from api.command_line.views.explain import explain_view
from api.command_line.views.replanned import replanned_view
from api.command_line.views.validation import validation_view
from api.command_line.views.week import example_heading, week_view
from api.words.phrases import Names

__all__ = [
    "Names",
    "check_view",
    "club_view",
    "diff_view",
    "example_heading",
    "explain_view",
    "replanned_view",
    "validation_view",
    "week_view",
]
