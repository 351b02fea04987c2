"""A week's muscles on a front and a back figure, as one SVG that needs nothing else."""

from api.body_map.picture import body_map
from api.body_map.shading import SHADES, Shade, shaded
from api.body_map.words import body_map_words

__all__ = ["SHADES", "Shade", "body_map", "body_map_words", "shaded"]
