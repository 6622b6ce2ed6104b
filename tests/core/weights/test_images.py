"""Weights as images."""

from __future__ import annotations

import numpy as np

from desktop_nn.graph.edits import configure
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.weights.images import LARGEST_SIDE, image_input, tiles
from desktop_nn.weights.store import Weight
from tests.helpers.drawings import chain


def test_that_a_unit_is_an_image_in_the_shape_of_what_was_flattened() -> None:
    images = np.arange(2 * 6).reshape(2, 2, 3)
    kernel = images.reshape(2, 6).T
    found = tiles(Weight("kernel", kernel), "Dense", (2, 3, 1))
    assert found is not None
    assert np.array_equal(found.values, images)
    assert found.title(1) == "unit 1"


def test_that_the_channels_of_a_unit_stand_beside_each_other() -> None:
    kernel = np.arange(2 * 2 * 3 * 5).reshape(12, 5)
    found = tiles(Weight("kernel", kernel), "Dense", (2, 2, 3))
    assert found is not None
    assert found.values.shape == (15, 2, 2)
    assert found.beside == 3
    assert found.title(4) == "unit 1, channel 1"
    assert found.values[4][1][0] == kernel.reshape(2, 2, 3, 5)[1, 0, 1, 1]


def test_that_a_convolution_has_a_tile_for_each_filter_and_channel() -> None:
    kernel = np.random.default_rng(0).normal(size=(3, 5, 2, 4))
    found = tiles(Weight("kernel", kernel), "Conv2D")
    assert found is not None
    assert found.values.shape == (8, 3, 5)
    assert np.array_equal(found.values[3], kernel[:, :, 1, 1])
    assert found.title(3) == "filter 1, channel 1"


def test_that_a_transposed_convolution_counts_its_filters_where_keras_has_them() -> None:
    kernel = np.random.default_rng(0).normal(size=(3, 3, 4, 2))  # filters before channels
    found = tiles(Weight("kernel", kernel), "Conv2DTranspose")
    assert found is not None
    assert np.array_equal(found.values[3], kernel[:, :, 1, 1])
    assert found.title(7) == "filter 3, channel 1"


def test_that_a_depthwise_convolution_has_filters_of_each_channel() -> None:
    kernel = np.random.default_rng(0).normal(size=(3, 3, 4, 2))
    found = tiles(Weight("kernel", kernel), "DepthwiseConv2D")
    assert found is not None
    assert np.array_equal(found.values[3], kernel[:, :, 1, 1])
    assert found.title(3) == "channel 1, filter 1"


def test_that_a_kernel_over_time_runs_to_the_right() -> None:
    kernel = np.random.default_rng(0).normal(size=(7, 2, 4))
    found = tiles(Weight("kernel", kernel), "Conv1D")
    assert found is not None
    assert found.values.shape == (4, 2, 7)
    assert np.array_equal(found.values[2], kernel[:, :, 2].T)


def test_that_attention_has_an_image_a_head() -> None:
    kernel = np.random.default_rng(0).normal(size=(8, 2, 4))
    found = tiles(Weight("query/kernel", kernel), "MultiHeadAttention")
    assert found is not None
    assert np.array_equal(found.values[1], kernel[:, 1, :])


def test_that_a_tall_matrix_lies_down_and_a_huge_one_is_thinned_out() -> None:
    tall = np.arange(6).reshape(3, 2)
    found = tiles(Weight("kernel", tall), "Dense")
    assert found is not None
    assert np.array_equal(found.values[0], tall.T)
    assert (found.rows, found.columns) == ("output", "input")
    huge = tiles(Weight("kernel", np.zeros((3, 2 * LARGEST_SIDE + 1), np.float32)), "Dense")
    assert huge is not None
    assert huge.thinned == 3
    assert huge.values.shape[2] <= LARGEST_SIDE


def test_that_a_bias_is_no_image() -> None:
    assert tiles(Weight("bias", np.zeros(4))) is None
    assert tiles(Weight("scale", np.zeros(()))) is None


def test_that_the_image_before_a_flatten_is_found_through_layers_that_move_nothing() -> None:
    graph, (image, flatten, hidden, last) = chain("InputLayer", "Flatten", "Dense", "Dense")
    graph = configure(graph, graph.nodes[image].layer, {"shape": [28, 28]})
    facts = GraphFacts({image: NodeFacts(((None, 28, 28),)), flatten: NodeFacts(((None, 784),))})
    assert image_input(graph, facts, hidden) == (28, 28, 1)
    assert image_input(graph, facts, last) is None
    assert image_input(graph, GraphFacts(), hidden) is None
    many = GraphFacts({image: NodeFacts(((None, 7, 7, 64),))})
    assert image_input(graph, many, hidden) is None
