"""A specimen of every layer kind that can be placed: what it is fed with, so that it can be built and trained.

New kinds of a later Keras get what their category, their name's dimensions and their ports suggest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from desktop_nn.catalogue import Kind
from desktop_nn.catalogue.catalogue import of_keras
from desktop_nn.catalogue.starting import starting_config
from desktop_nn.graph.model import INPUT_KIND, Link
from tests.core.engine.drawings import Drawing

_IMAGE, _SEQUENCE, _VOLUME, _ROW = (32, 32, 3), (6, 8), (6, 6, 6, 2), (8,)
_BY_NAME = {"1D": _SEQUENCE, "2D": (8, 8, 3), "3D": _VOLUME, "1DTranspose": _SEQUENCE, "2DTranspose": (8, 8, 3)}
_BY_NAME |= {"3DTranspose": _VOLUME}
_SHAPES: Mapping[str, tuple[int, ...]] = {
    "ConvLSTM1D": (3, 8, 2),
    "ConvLSTM2D": (3, 6, 6, 2),
    "ConvLSTM3D": (2, 4, 4, 4, 2),
    "Embedding": (5,),
    "ReversibleEmbedding": (5,),
    "MelSpectrogram": (4000,),
    "STFTSpectrogram": (600, 1),
    "HashedCrossing": (1,),
    "CategoryEncoding": (3,),
    "IntegerLookup": (3,),
    "StringLookup": (3,),
    "TextVectorization": (1,),
    "Hashing": (3,),
    "Discretization": (3,),
    "Normalization": (3,),
    "Permute": _SEQUENCE,
    "Masking": _SEQUENCE,
    "Reshape": (64,),
}
_DTYPES = {
    **dict.fromkeys(("Embedding", "ReversibleEmbedding", "CategoryEncoding", "IntegerLookup", "Hashing"), "int32"),
    **dict.fromkeys(("StringLookup", "TextVectorization"), "string"),
    "HashedCrossing": "int32",
}
_CONFIGS: Mapping[str, Mapping[str, Any]] = {
    "LSTM": {"units": 4},
    "GRU": {"units": 4},
    "SimpleRNN": {"units": 4},
    "Bidirectional": {"layer": {"class_name": "LSTM", "config": {"units": 3}}},
    "MelSpectrogram": {"fft_length": 256, "num_mel_bins": 8, "sampling_rate": 8000},
    "STFTSpectrogram": {"frame_length": 64, "frame_step": 32, "fft_length": 64},
    "StringLookup": {"vocabulary": ["a", "b"]},
    "TextVectorization": {"vocabulary": ["a", "b"], "output_sequence_length": 4},
    "IntegerLookup": {"vocabulary": [1, 2, 3]},
    "Normalization": {"mean": 1.0, "variance": 4.0},
    "ReversibleEmbedding": {"input_dim": 9, "output_dim": 4},
    "Embedding": {"input_dim": 9, "output_dim": 4},
    "EinsumDense": {"equation": "ab,bc->ac", "output_shape": [4], "bias_axes": "c"},
    "Reshape": {"target_shape": [8, 8]},
}
_TRAINED_ON_PAIRS = frozenset({"MixUp", "CutMix"})


@dataclass(frozen=True)
class Specimen:
    """A kind with its parameters, and the shape and dtype of what feeds each of its required ports."""

    kind: str
    config: Mapping[str, Any]
    fed: tuple[tuple[tuple[int, ...], str], ...]

    def draw(self, drawing: Drawing) -> str:
        """Put the layer and its Inputs into a drawing; returns the layer's node."""
        if self.kind == INPUT_KIND:
            start = drawing.add(INPUT_KIND, shape=[4])
            return drawing.add("Identity", start)
        starts = [
            drawing.add(INPUT_KIND, shape=list(shape), **({} if dtype == "float32" else {"dtype": dtype}))
            for shape, dtype in self.fed
        ]
        node = drawing.add(self.kind, **self.config)
        for port, start in enumerate(starts):
            drawing.force(Link(start, node, 0, port))
        return node


def kinds() -> list[Kind]:
    """Every kind that is not locked."""
    return [kind for kind in of_keras().layers.values() if not kind.locked]


def specimen(kind: Kind) -> Specimen:
    """What is enough to build the kind."""
    config = {**starting_config(kind.name), **_CONFIGS.get(kind.name, {})}
    required = [port for port in kind.ports if not port.optional]
    count = 2 if any(port.many for port in required) else len(required)
    return Specimen(kind.name, config, ((_shape(kind), _DTYPES.get(kind.name, "float32")),) * count)


def _shape(kind: Kind) -> tuple[int, ...]:
    if kind.name in _SHAPES:
        return _SHAPES[kind.name]
    for ending, shape in _BY_NAME.items():
        if kind.name.endswith(ending):
            return shape
    if kind.category in ("attention", "recurrent", "wrappers"):
        return _SEQUENCE
    return _IMAGE if kind.category == "preprocessing" and kind.name != "Rescaling" else _ROW
