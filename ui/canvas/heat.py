"""What an overlay shows of one node: its number as text, and how hot it is on the scale. No painting here."""

from __future__ import annotations

from dataclasses import dataclass

from ui.theme.tokens import HEAT_STEPS


@dataclass(frozen=True, slots=True)
class Heat:
    """`level` runs from 0 to 1; None where the number is not known. `text` is the number as it stands on the card.

    `spark` are heights (0 to 1) of a small curve, `alarm` says in words why the card glows, `more` tells more of the
    number; all may be empty.
    """

    level: float | None
    text: str
    spark: tuple[float, ...] = ()
    alarm: str = ""
    more: str = ""

    @property
    def step(self) -> int | None:
        """The level as a step of the scale, None where the number is not known."""
        return None if self.level is None else round(self.level * HEAT_STEPS)
