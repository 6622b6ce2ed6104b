"""One measured figure and what it is measured against."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measurement:
    """`goal` is the most (or for ratios named "x" the least) that we want; `peer` a name and its value, same run.

    `note` says more.
    """

    name: str
    value: float
    unit: str
    goal: float | None = None
    peer: tuple[str, float] | None = None
    note: str = ""

    def as_json(self) -> str:
        """One line for scripts."""
        fields: dict[str, object] = {"name": self.name, "value": self.value, "unit": self.unit, "goal": self.goal}
        if self.peer is not None:
            fields["peer"] = {"name": self.peer[0], "value": self.peer[1]}
        if self.note:
            fields["note"] = self.note
        return json.dumps(fields)

    def as_text(self) -> str:
        """One line for people."""
        goal = f"  (goal {self.goal:g} {self.unit})" if self.goal is not None else ""
        peer = f"  {self.peer[0]} {self.peer[1]:.4g}" if self.peer else ""
        note = f"  {self.note}" if self.note else ""
        return f"{self.name:<58} {self.value:10.4g} {self.unit}{goal}{peer}{note}"
