"""A week's muscles on a front and a back figure, as one SVG that needs nothing else.

Imports ``words``.  Coverage becomes a few shades (``shading``), which ``picture`` draws on the
``figure`` where ``layout`` places it, and ``words`` says for those who do not see it.
"""

from api.body_map.figure import map_numbers
from api.body_map.layout import Arrangement
from api.body_map.picture import body_map, swatches
from api.body_map.shading import SHADES, Shade, ShadedMuscle, shaded
from api.body_map.words import body_map_words

__all__ = [
    "SHADES",
    "Arrangement",
    "Shade",
    "ShadedMuscle",
    "body_map",
    "body_map_words",
    "map_numbers",
    "shaded",
    "swatches",
]
