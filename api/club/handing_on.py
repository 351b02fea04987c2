"""How a process hands on what its work came to."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing.connection import Connection


def hand_on(pipe: Connection, answer: object, instead: Callable[[Exception], object]) -> None:
    """``instead``: what is handed on of an answer that cannot be packed (nested too deep, too
    large), made of the reason.  Nothing has gone before all of it is packed.

    Raises ``OSError`` where nobody listens any more.
    """
    try:
        pipe.send(answer)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001  (handed on to whoever waits)
        pipe.send(instead(error))
