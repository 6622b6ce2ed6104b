"""What each layer takes of a batch, as values: measured by `engine/layer_times.py`, shown on the canvas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

LayerKey: TypeAlias = str
"""See `graph/scopes.layer_key`."""


@dataclass(frozen=True, slots=True)
class LayerTime:
    """Seconds of a batch: forward, and backward to the layer's weights and inputs. All its calls together."""

    forward: float = 0.0
    backward: float = 0.0

    @property
    def both(self) -> float:
        """Forward and backward."""
        return self.forward + self.backward


@dataclass(frozen=True, slots=True)
class LayerTimes:
    """Times by layer key; Inputs and nested models have none of their own.

    Each layer was called by itself, so a time says what share the layer has and not what it takes in a training, where
    the layers run as one graph. `batch` is the number of samples in a batch, `batches` how many there were (the times
    are medians over them), `real` whether these were the project's samples or made-up ones.
    """

    layers: Mapping[LayerKey, LayerTime] = field(default_factory=dict)
    batch: int = 0
    batches: int = 0
    real: bool = True

    @property
    def total(self) -> float:
        """Seconds of all layers."""
        return sum(time.both for time in self.layers.values())

    def of(self, keys: Iterable[LayerKey]) -> LayerTime | None:
        """The time of some layers together, those inside nested models included; None if none was measured."""
        wanted = set(keys)
        found = [time for key, time in self.layers.items() if not wanted.isdisjoint(_with_models_around(key))]
        if not found:
            return None
        return LayerTime(sum(time.forward for time in found), sum(time.backward for time in found))


def _with_models_around(key: LayerKey) -> list[LayerKey]:
    """A layer's own key, and those of the nested models in which it lies."""
    parts = key.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts) + 1)]
