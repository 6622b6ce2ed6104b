"""Undo and redo as labelled snapshots of a frozen value; steps of one gesture merge.

Snapshots share their structure, so keeping hundreds of them is cheap. What the value is, is not known here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Step(Generic[Value]):
    """A state of the value and the label of the edit that led to it; equal non-empty merge keys merge."""

    value: Value
    label: str
    merge: str = ""


class History(Generic[Value]):
    """The past, present and future of a frozen value, and which state was saved last."""

    def __init__(self, value: Value, limit: int = 500) -> None:
        self._steps: list[Step[Value]] = [Step(value, "")]
        self._at = 0
        self._saved: Value | None = value
        self._limit = limit

    @property
    def value(self) -> Value:
        """The present state."""
        return self._steps[self._at].value

    @property
    def undo_label(self) -> str | None:
        """What undo would take back, or None if there is nothing."""
        return self._steps[self._at].label if self._at > 0 else None

    @property
    def redo_label(self) -> str | None:
        """What redo would do again, or None if there is nothing."""
        return self._steps[self._at + 1].label if self._at + 1 < len(self._steps) else None

    @property
    def at(self) -> int:
        """How many of the kept edits are in force: the number of the present state."""
        return self._at

    @property
    def saved_at(self) -> int | None:
        """The number of the state that was saved last, or None if it is not kept any more."""
        return next((number for number, step in enumerate(self._steps) if step.value is self._saved), None)

    @property
    def modified(self) -> bool:
        """Whether the present differs from what was saved."""
        return self.value is not self._saved and self.value != self._saved

    def push(self, value: Value, label: str, merge: str = "") -> None:
        """Record an edit; one that changes nothing is passed over.

        A step with the same non-empty `merge` key as the present one replaces it.
        """
        if value == self.value:
            return
        del self._steps[self._at + 1 :]
        present = self._steps[self._at]
        if merge and present.merge == merge and present.value is not self._saved:
            self._steps[self._at] = Step(value, present.label, merge)
            return
        self._steps.append(Step(value, label, merge))
        if len(self._steps) > self._limit:
            del self._steps[0]
        self._at = len(self._steps) - 1

    def seal(self) -> None:
        """End a merging gesture: the next edit becomes a step of its own."""
        present = self._steps[self._at]
        self._steps[self._at] = Step(present.value, present.label)

    def undo(self) -> Value:
        """Step back (stays put at the beginning) and return the then present value."""
        self._at = max(0, self._at - 1)
        self.seal()
        return self.value

    def redo(self) -> Value:
        """Step forward (stays put at the end) and return the then present value."""
        self._at = min(len(self._steps) - 1, self._at + 1)
        self.seal()
        return self.value

    def go_to(self, number: int) -> Value:
        """Step to the state after so many edits (0 is the oldest kept) at once; returns the then present value."""
        self._at = min(max(0, number), len(self._steps) - 1)
        self.seal()
        return self.value

    def mark_saved(self, value: Value) -> None:
        """Remember `value`, which was written to disk, as the saved state."""
        self._saved = value
        self.seal()

    def labels(self) -> tuple[str, ...]:
        """Labels of all steps, oldest first, for a history panel."""
        return tuple(step.label for step in self._steps[1:])
