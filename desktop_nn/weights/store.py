"""The weights of one model, fetched layer by layer when they are asked for; and which of two models belong together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from numpy.typing import NDArray

Array: TypeAlias = "NDArray[Any]"
LayerPath: TypeAlias = tuple[str, ...]
"""Names of layers from the outermost model inwards; the last is the layer's own."""


@dataclass(frozen=True, slots=True, eq=False)
class Weight:
    """One array of a layer: its name within the layer ("kernel", "query/bias") and its values as Keras has them."""

    name: str
    values: Array
    trainable: bool = True

    @property
    def shape(self) -> tuple[int, ...]:
        """The array's axes."""
        return tuple(int(size) for size in self.values.shape)

    @property
    def title(self) -> str:
        """The name with the shape: `kernel 784 × 300`."""
        return f"{self.name} {shape_text(self.shape)}"


@dataclass(frozen=True, slots=True)
class WeightStore:
    """A model's layers that have weights, in the order in which data pass them, and a way to fetch them.

    `read` is slow (it may copy out of Keras or read a file) and for a worker; it raises KeyError for an unknown layer.
    """

    title: str
    layers: tuple[LayerPath, ...]
    read: Callable[[LayerPath], tuple[Weight, ...]]

    def of(self, layer: LayerPath) -> tuple[Weight, ...]:
        """The layer's weights; none if the model has no such layer."""
        return self.read(layer) if layer in self.layers else ()


def shape_text(shape: Sequence[int]) -> str:
    """A shape as it is read: `784 × 300`; an array without axes is `one number`."""
    return " × ".join(f"{size}" for size in shape) or "one number"


def partner(weight: Weight, ours: Sequence[Weight], theirs: Sequence[Weight]) -> Weight | None:
    """The other model's counterpart of one of our layer's weights: by name, else the one in the same place.

    None if there is none of the same shape. Files of different formats call the same weight differently.
    """
    named = next((other for other in theirs if other.name == weight.name), None)
    if named is None and len(ours) == len(theirs):
        named = theirs[next(place for place, own in enumerate(ours) if own is weight)]
    return named if named is not None and named.shape == weight.shape else None
