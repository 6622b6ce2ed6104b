"""Models of application size, as Keras writes them, open laid out and folded into blocks that can be read."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from desktop_nn.catalogue import load
from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.model_files import read, restore
from desktop_nn.engine.model_files.catalogue_names import Names
from desktop_nn.engine.model_files.model_config import translate
from desktop_nn.graph import blocks
from desktop_nn.graph.grouped_layout import places
from desktop_nn.graph.membership import members, shown_as
from desktop_nn.graph.model import Graph
from tests.core.engine.model_files import plain_keras


def drawing(application: str) -> Graph:
    """The flat drawing of a model of keras.applications, made without a single weight."""
    import keras

    with keras.StatelessScope(initialize_variables=False):
        model = getattr(keras.applications, application)(weights=None)
        return translate(json.loads(model.to_json()), Names(load())).graph


def cards(graph: Graph) -> list[str]:
    """What the canvas shows."""
    shown = dict.fromkeys(shown_as(graph).values())
    return [graph.groups[id].title if id in graph.groups else graph.name_of(id) for id in shown]


@pytest.mark.parametrize(
    ("application", "most", "some"),
    [
        ("MobileNetV2", 30, ("block_1", "block_16", "expanded_conv")),
        ("ResNet152", 12, ("conv2 · 3 blocks", "conv3 · 8 blocks", "conv4 · 36 blocks", "conv5 · 3 blocks")),
        ("DenseNet201", 16, ("conv2 · 6 blocks", "pool2", "conv4 · 48 blocks", "conv5 · 32 blocks")),
        ("EfficientNetB0", 30, ("stem", "block2a", "block6d", "top")),
        ("InceptionV3", 20, ("mixed0", "mixed5", "mixed9")),
        ("NASNetLarge", 30, ("normal_concat_0", "reduction_concat_reduce_6", "normal_concat_18")),
    ],
)
def test_that_an_application_opens_as_a_plan_that_can_be_read(
    application: str, most: int, some: tuple[str, ...]
) -> None:
    flat = drawing(application)
    graph = blocks.folded(flat)
    found = places(graph)
    shown = cards(graph)
    assert len(shown) <= most
    assert set(some) <= set(shown)
    assert all(members(graph, id) for id in graph.groups)
    assert found.nodes.keys() == flat.nodes.keys()


@pytest.mark.parametrize("suffix", [".h5", ".keras"])
def test_that_a_drawing_alone_is_read_without_the_values_of_the_arrays(suffix: str, tmp_path: Path) -> None:
    path = plain_keras.saved(plain_keras.chain(), tmp_path / f"model{suffix}")
    whole, drawing = read(path), read(path, values=False)
    assert drawing.graph == whole.graph
    assert drawing.weights == whole.weights
    stored = next(arrays for arrays in whole.weights.values() if arrays)
    assert whole.arrays(stored)
    with pytest.raises(FileNotFoundError):
        drawing.arrays(stored)


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["MobileNetV2", "EfficientNetB0"])
def test_that_an_application_size_model_is_restored_to_equal_predictions(name: str, tmp_path: Path) -> None:
    keras = load_keras()
    keras.utils.set_random_seed(3)
    model = getattr(keras.applications, name)(weights=None)
    path = plain_keras.saved(model, tmp_path / f"{name}.h5")
    restored = restore(read(path), seed=5)
    images = np.random.default_rng(1).uniform(0, 255, (2, 224, 224, 3)).astype("float32")
    np.testing.assert_array_equal(model.predict(images, verbose=0), restored.predict(images, verbose=0))
