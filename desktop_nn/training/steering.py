"""How a run is steered from outside while it goes: one object that any thread may call and the engine obeys.

What the engine does with a wish, and when, is `engine/watching.py`.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from typing import Any, Literal, TypeAlias

Wish: TypeAlias = Literal["go on", "stop after epoch", "stop", "discard"]
"""How the run shall end. A later wish may be sharper than an earlier one, but never milder."""

_SHARPNESS: dict[Wish, int] = {"go on": 0, "stop after epoch": 1, "stop": 2, "discard": 3}


class Steering:
    """Wishes about one run. All methods return at once and may be called from any thread.

    The engine looks after every batch (or every chunk of about 50 ms).
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._wish: Wish = "go on"
        self._paused = False
        self._rate: float | None = None
        self._look: Callable[[Any], object] | None = None

    @property
    def wish(self) -> Wish:
        """How the run shall end, as far as anybody has asked."""
        return self._wish

    @property
    def paused(self) -> bool:
        """Whether the run waits, or shall wait, between two batches."""
        return self._paused

    @property
    def must_end(self) -> bool:
        """Whether the run shall end within a batch."""
        return self._wish in ("stop", "discard")

    def stop(self) -> None:
        """End within one batch and keep the model as it is then. A paused run wakes up for it."""
        self._ask("stop")

    def stop_after_epoch(self) -> None:
        """End once the running epoch and its validation are over; a paused run stays paused."""
        self._ask("stop after epoch")

    def discard(self) -> None:
        """End within one batch; the engine removes the run's folder. A paused run wakes up for it."""
        self._ask("discard")

    def pause(self) -> None:
        """Wait after the present batch."""
        with self._changed:
            self._paused = True

    def resume(self) -> None:
        """Go on after `pause`."""
        with self._changed:
            self._paused = False
            self._changed.notify_all()

    def set_learning_rate(self, rate: float) -> None:
        """Change the optimizer's learning rate before the next batch. Raises ValueError unless it is above 0."""
        if not (math.isfinite(rate) and rate > 0):
            raise ValueError("A learning rate is a number above 0.")
        with self._changed:
            self._rate = rate

    def take_learning_rate(self) -> float | None:
        """The engine's: the learning rate that was asked for since the last call, or None."""
        if self._rate is None:  # the usual case, without the lock
            return None
        with self._changed:
            rate, self._rate = self._rate, None
        return rate

    def ask_look(self, look: Callable[[Any], object]) -> None:
        """Let `look` see the live model once, on the training thread, after the present batch, also while paused.

        It must be quick and change nothing. A newer look takes the place of one that has not come to its turn.
        """
        with self._changed:
            self._look = look
            self._changed.notify_all()

    def take_look(self) -> Callable[[Any], object] | None:
        """The engine's: the look that was asked for since the last call, or None."""
        if self._look is None:  # the usual case, without the lock
            return None
        with self._changed:
            look, self._look = self._look, None
        return look

    def wait_while_paused(self) -> bool:
        """The engine's: block while paused and nobody wants the end or a look; returns whether it waited at all."""
        if not self._paused:
            return False
        with self._changed:
            self._changed.wait_for(lambda: not self._paused or self.must_end or self._look is not None)
        return True

    def _ask(self, wish: Wish) -> None:
        with self._changed:
            if _SHARPNESS[wish] > _SHARPNESS[self._wish]:
                self._wish = wish
            self._changed.notify_all()
