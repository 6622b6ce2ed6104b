"""Rare classes that count more: what each sample counts, and that it is what Keras does with class weights."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.data.choices import Bindings, Source, Step
from desktop_nn.data.columns import Samples
from desktop_nn.data.prepare import prepare
from desktop_nn.data.sources import load
from desktop_nn.engine.batches import feed
from desktop_nn.engine.build import build, input_names, output_names
from desktop_nn.engine.compile import compile_model
from desktop_nn.engine.fit import go_on
from desktop_nn.engine.keras_state import own_keras_state
from desktop_nn.engine.sample_weights import sample_weights
from desktop_nn.graph.topology import input_nodes, output_nodes
from desktop_nn.problems import ProblemError
from desktop_nn.project.document import Project
from desktop_nn.training.choices import Configured, OutputChoices
from desktop_nn.training.order import permutation
from desktop_nn.training.steering import Steering
from tests.core.engine.drawings import two_outputs
from tests.core.engine.projects import classification, regression, run


def balanced(project: Project) -> Project:
    outputs = {id: replace(choices, balanced=True) for id, choices in project.training.outputs.items()}
    return replace(project, training=replace(project.training, outputs=outputs))


def weighed(project: Project) -> Project:
    """The same model on wines, each of which counts by its hue; that is an input and standardized there as well."""
    (start,), (end,) = input_nodes(project.graph), output_nodes(project.graph)
    bindings = Bindings({start: ("alcohol", "malic_acid", "ash", "magnesium", "hue")}, {end: "grower"})
    return replace(project, data=replace(project.data, source=Source("wine"), bindings=bindings, weight="hue"))


def build_names(project: Project) -> dict[str, str]:
    return {**input_names(project.graph), **output_names(project.graph)}


def samples(**targets: Any) -> Samples:
    count = len(next(iter(targets.values())))
    return Samples({"x": np.zeros((count, 5), "float32")}, targets, np.arange(count))


def test_that_each_class_counts_the_same_as_a_whole() -> None:
    project = balanced(classification())
    (end,) = output_nodes(project.graph)
    codes = np.array([0, 0, 0, 0, 0, 0, 1, 1, 2, 2])
    weights = sample_weights(samples(**{project.graph.name_of(end): codes}), project.graph, project.training)
    assert isinstance(weights, np.ndarray)
    assert weights.dtype == np.float32
    sums = [float(weights[codes == code].sum()) for code in range(3)]
    assert sums == pytest.approx([10 / 3] * 3)


def test_that_a_one_hot_target_is_weighted_by_its_class() -> None:
    project = balanced(classification())
    (end,) = output_nodes(project.graph)
    rows = np.eye(3, dtype="float32")[[0, 0, 0, 1]]
    weights = sample_weights(samples(**{project.graph.name_of(end): rows}), project.graph, project.training)
    assert np.asarray(weights).tolist() == pytest.approx([2 / 3, 2 / 3, 2 / 3, 2.0])


def test_that_the_other_output_stays_as_it_is() -> None:
    graph, main, auxiliary = two_outputs()
    names = graph.name_of(main), graph.name_of(auxiliary)
    choices = replace(classification().training, outputs={main: OutputChoices(balanced=True)})
    weights = sample_weights(samples(**{names[0]: np.array([0, 0, 1]), names[1]: np.zeros(3)}), graph, choices)
    assert isinstance(weights, dict)
    assert weights[names[1]].tolist() == [1.0, 1.0, 1.0]
    assert weights[names[0]].tolist() == [0.75, 0.75, 1.5]


def test_that_a_column_counts_for_every_output_and_beside_rare_classes() -> None:
    graph, main, auxiliary = two_outputs()
    names = graph.name_of(main), graph.name_of(auxiliary)
    choices = replace(classification().training, outputs={main: OutputChoices(balanced=True)})
    given = replace(
        samples(**{names[0]: np.array([0, 0, 1]), names[1]: np.zeros(3)}), weight=np.array([1.0, 0.0, 2.0], np.float32)
    )
    weights = sample_weights(given, graph, choices)
    assert isinstance(weights, dict)
    assert weights[names[0]].tolist() == [0.75, 0.0, 3.0]
    assert weights[names[1]].tolist() == [1.0, 0.0, 2.0]


def test_that_a_run_trains_as_keras_does_with_sample_weights(tmp_path: Path) -> None:
    project = weighed(classification())
    found = run(project, tmp_path)[0].model
    train = prepare(project.data, build_names(project)).train
    x, y = feed(train)
    raw = load(project.data.source or Source("")).values["hue"][train.index]
    with own_keras_state():
        plain = build(project.graph, project.training.seed)
        compile_model(plain, project.graph, project.training)
        for epoch in range(project.training.epochs):
            order = permutation(project.training.seed, epoch, len(train))
            weight = np.asarray(raw, "float32")[order]
            plain.fit(np.asarray(x)[order], np.asarray(y)[order], 32, 1, 0, shuffle=False, sample_weight=weight)
        for here, there in zip(found.get_weights(), plain.get_weights(), strict=True):
            np.testing.assert_array_equal(here, there)


def test_that_a_weight_that_is_negative_somewhere_is_refused(tmp_path: Path) -> None:
    project = classification()
    project = replace(project, data=replace(project.data, weight="x5"))
    with pytest.raises(ProblemError, match="negative"):
        prepare(project.data, build_names(project))


def test_that_nothing_is_weighted_unless_it_is_asked_for() -> None:
    project = regression()
    assert sample_weights(samples(main=np.zeros(3)), project.graph, project.training) is None


@pytest.mark.parametrize("steps", [(), (Step("one-hot", ("class",)),)], ids=["codes", "one-hot"])
def test_that_a_run_trains_as_keras_does_with_class_weights(steps: tuple[Step, ...], tmp_path: Path) -> None:
    project = balanced(classification(loss=Configured("CategoricalCrossentropy")) if steps else classification())
    project = replace(project, data=replace(project.data, preprocessing=(*project.data.preprocessing, *steps)))
    found = run(project, tmp_path)[0].model
    train = prepare(project.data, build_names(project)).train
    x, y = feed(train)
    codes = np.asarray(y).argmax(axis=1) if steps else np.asarray(y)
    by_class = {int(code): len(codes) / (3 * int((codes == code).sum())) for code in np.unique(codes)}
    with own_keras_state():
        plain = build(project.graph, project.training.seed)
        compile_model(plain, project.graph, project.training)
        for epoch in range(project.training.epochs):
            order = permutation(project.training.seed, epoch, len(train))
            plain.fit(np.asarray(x)[order], np.asarray(y)[order], 32, 1, 0, shuffle=False, class_weight=by_class)
        for here, there in zip(found.get_weights(), plain.get_weights(), strict=True):
            np.testing.assert_array_equal(here, there)


def test_that_a_run_with_weighted_classes_goes_on_bit_for_bit(tmp_path: Path) -> None:
    project = balanced(classification(epochs=4))
    straight = run(project, tmp_path / "straight")[0].model
    begun = run(replace(project, training=replace(project.training, epochs=2)), tmp_path / "begun")[0]
    assert begun.folder is not None
    whole = go_on(begun.folder, lambda _: None, Steering(), epochs=4).model
    for here, there in zip(whole.get_weights(), straight.get_weights(), strict=True):
        np.testing.assert_array_equal(here, there)
