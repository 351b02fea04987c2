"""How a movement without a weight is made harder within a workout, and from week to week where
there is no harder variant of it."""

from __future__ import annotations

from catalog import Catalog


def slower(catalog: Catalog) -> str:
    """``lower for 3 to 4 s, then pause for 2 s too, then …``, in their order."""
    least, most, pause = catalog.numbers("slower")
    return (
        f"lower for {least:g} to {most:g} s, then pause for {pause:g} s too, then take a"
        " longer range"
    )
