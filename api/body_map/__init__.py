"""A week's muscles on a front and a back figure, as one SVG that needs nothing else."""

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
