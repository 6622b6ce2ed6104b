"""What a new layer in Python begins with: small classes that work as they stand, and say what each part is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_DENSE: Final = '''import keras


class {name}(keras.layers.Layer):
    """A dense layer, written out."""

    def __init__(self, units: int = 32, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel", shape=(input_shape[-1], self.units), initializer="glorot_uniform"
        )
        self.bias = self.add_weight(name="bias", shape=(self.units,), initializer="zeros")

    def call(self, inputs):
        return self.activation(inputs @ self.kernel + self.bias)

    def get_config(self):
        activation = keras.activations.serialize(self.activation)
        return {{**super().get_config(), "units": self.units, "activation": activation}}
'''
_RESIDUAL: Final = '''import keras


class {name}(keras.layers.Layer):
    """Dense layers with a way past them; what comes in must have as many features as there are units."""

    def __init__(self, units: int = 32, depth: int = 2, activation: str = "relu", **kwargs):
        super().__init__(**kwargs)
        self.units, self.depth, self.activation = units, depth, activation
        self.hidden = [keras.layers.Dense(units, activation=activation) for _ in range(depth)]

    def call(self, inputs):
        z = inputs
        for layer in self.hidden:
            z = layer(z)
        return inputs + z

    def get_config(self):
        own = {{"units": self.units, "depth": self.depth, "activation": self.activation}}
        return {{**super().get_config(), **own}}
'''
_MODEL: Final = '''import keras


class {name}(keras.Model):
    """A model of its own, used as one layer."""

    def __init__(self, output_dim: int = 1, **kwargs):
        super().__init__(**kwargs)
        self.output_dim = output_dim
        self.hidden = keras.layers.Dense(30, activation="relu")
        self.out = keras.layers.Dense(output_dim)

    def call(self, inputs):
        return self.out(self.hidden(inputs))

    def get_config(self):
        return {{**super().get_config(), "output_dim": self.output_dim}}
'''
_FUNCTION: Final = '''import keras


class {name}(keras.layers.Layer):
    """Computes something without weights."""

    def __init__(self, factor: float = 2.0, **kwargs):
        super().__init__(**kwargs)
        self.factor = factor

    def call(self, inputs):
        return keras.ops.tanh(inputs) * self.factor

    def get_config(self):
        return {{**super().get_config(), "factor": self.factor}}
'''

TEMPLATES: Final[Mapping[str, tuple[str, str]]] = {
    "Layer with weights": ("MyDense", _DENSE),
    "Block with a way past it": ("ResidualBlock", _RESIDUAL),
    "Layer without weights": ("ScaledTanh", _FUNCTION),
    "Model": ("MyModel", _MODEL),
}
"""By title: the class's name in it, and the text with a place for the name."""
FIRST: Final = "Layer with weights"


def template(title: str, name: str = "") -> str:
    """The text of a template with its class's name, or another one. Raises KeyError for an unknown title."""
    own, text = TEMPLATES[title]
    return text.format(name=name or own)
