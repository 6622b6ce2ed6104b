"""Layers of a user's own class are stored without a name in a Sequential model; the file knows it all the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.model_files import read
from tests.core.engine.model_files import plain_keras


def own_layers(*names: str | None) -> Any:
    """A chain with layers of a class without `get_config`, called so, or as Keras likes (None)."""
    keras = load_keras()

    class Mine(keras.layers.Layer):  # type: ignore[misc, name-defined]
        def __init__(self, units: int = 3, **more: Any) -> None:
            super().__init__(**more)
            self.units = units

        def build(self, shape: Any) -> None:
            self.kernel = self.add_weight(shape=(shape[-1], self.units), name="kernel")

        def call(self, x: Any) -> Any:
            return x @ self.kernel

    mine = [Mine(number + 3, **({"name": name} if name else {})) for number, name in enumerate(names)]
    return keras.Sequential([keras.Input((4,)), keras.layers.Dense(5, name="first"), *mine, keras.layers.Dense(1)])


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
@pytest.mark.parametrize("names", [("theirs",), ("one", "two"), (None, None)], ids=["one", "two", "unnamed"])
def test_that_the_name_that_its_weights_have_is_found(
    suffix: str, names: tuple[str | None, ...], tmp_path: Path
) -> None:
    model = own_layers(*names)
    file = read(plain_keras.saved(model, tmp_path / f"model{suffix}"))
    own = model.layers[1:-1]
    assert [layer.name for layer in file.graph.layers.values()][2:-1] == [layer.name for layer in own]
    for layer in own:
        (kernel,) = file.arrays(file.weights[layer.name])
        np.testing.assert_array_equal(kernel, layer.get_weights()[0])


def test_that_a_nameless_layer_inside_a_nested_model_is_called_as_its_class(tmp_path: Path) -> None:
    keras = load_keras()
    outer = keras.Sequential([keras.Input((4,)), own_layers(None), keras.layers.Dense(2)], name="outer")
    file = read(plain_keras.saved(outer, tmp_path / "model.h5"))
    (inside,) = [layer.model for layer in file.graph.layers.values() if layer.model is not None]
    assert [layer.name for layer in inside.layers.values()][2] == "mine"
