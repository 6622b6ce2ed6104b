"""The checks of the pre-flight: a sound project passes, and each fault is found by the check that is made for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from desktop_nn.data.choices import Source
from desktop_nn.engine.preflight import gradients, initial_loss, inputs, overfit
from desktop_nn.engine.preflight.bench import Bench, bench
from desktop_nn.engine.preflight.flight import preflight
from desktop_nn.graph.groups import change_group, make_group
from desktop_nn.problems import ProblemError
from desktop_nn.project.document import Project
from desktop_nn.training.choices import Configured
from desktop_nn.training.preflight import Check, CheckBegins
from tests.core.engine.projects import classification, regression

ADAM = Configured("Adam", {"learning_rate": 0.01})
RELU: tuple[str, dict[str, Any]] = ("Dense", {"units": 24, "activation": "relu"})


def plain(*hidden: tuple[str, dict[str, Any]], **more: Any) -> Project:
    """Three clouds of points and an optimizer that suits them."""
    return classification(*(hidden or (RELU,)), optimizer=ADAM, **more)


def unscaled(*hidden: tuple[str, dict[str, Any]]) -> Project:
    """The clouds far apart and not standardized."""
    project = plain(*hidden)
    wide = Source("blobs", {"samples": 333, "centers": 3, "features": 5, "std": 60.0})
    return replace(project, data=replace(project.data, preprocessing=(), source=wide))


def checked(project: Project, check: Callable[[Bench], Any]) -> list[Check]:
    with bench(project, lambda: False) as trial:
        return list(check(trial))


def test_that_a_sound_project_passes_every_check() -> None:
    told: list[Any] = []
    found = preflight(plain(), told.append)
    assert {check.verdict for check in found.checks} == {"good"}, found.checks
    assert [check.name for check in found.checks] == [
        "inputs",
        "initial_loss",
        "gradients",
        "time",
        "memory",
        "overfit",
    ]
    assert [event for event in told if isinstance(event, Check)] == list(found.checks)
    begun = [event for event in told if isinstance(event, CheckBegins)]
    assert [event.number for event in begun] == list(range(begun[0].of + 1))


def test_that_every_output_and_input_is_told_of() -> None:
    found = preflight(regression(), lambda _: None)
    names = [check.name for check in found.checks]
    assert names.count("inputs") == names.count("initial_loss") == names.count("overfit") == 2
    assert {check.title for check in found.checks if check.name == "overfit"} == {
        f"{overfit.TITLE}: main_output",
        f"{overfit.TITLE}: aux_output",
    }


def test_that_the_loss_of_classes_is_expected_at_ln_k() -> None:
    (check,) = checked(plain(), initial_loss.check_initial_loss)
    assert (check.verdict, check.expected) == ("good", "about ln 3 = 1.1")


def test_that_a_model_that_is_sure_of_wrong_answers_is_told() -> None:
    wild = {"class_name": "RandomNormal", "config": {"stddev": 30.0}}
    project = plain(("Dense", {"units": 24, "kernel_initializer": wild}))
    (check,) = checked(project, initial_loss.check_initial_loss)
    assert check.verdict == "bad"
    assert check.fix
    assert check.node in project.graph.nodes


def test_that_the_loss_of_numbers_is_expected_between_variance_and_zero() -> None:
    main, auxiliary = checked(regression(), initial_loss.check_initial_loss)
    assert "variance" in main.expected
    assert main.verdict in ("good", "warn")
    assert "best constant" in auxiliary.expected


def test_that_inputs_of_any_size_are_good_behind_a_layer_that_scales_them() -> None:
    (check,) = checked(unscaled(), inputs.check_inputs)
    assert check.verdict in ("warn", "bad")
    assert "“x" in check.seen
    assert check.fix
    (check,) = checked(unscaled(("BatchNormalization", {}), RELU), inputs.check_inputs)
    assert check.verdict == "good"
    assert "BatchNormalization" in check.explanation


def test_that_a_dead_layer_is_named_with_its_node() -> None:
    bias = {"class_name": "Constant", "config": {"value": -1000.0}}
    project = plain(RELU, ("Dense", {"units": 6, "activation": "relu", "bias_initializer": bias}))
    dead = list(project.graph.nodes)[2]
    (check,) = checked(project, gradients.check_gradients)
    assert check.verdict == "bad"
    assert check.node == dead
    assert project.graph.name_of(dead) in check.seen


def test_that_a_gradient_that_fades_is_told() -> None:
    small = {"class_name": "RandomNormal", "config": {"stddev": 0.02}}
    deep = [("Dense", {"units": 10, "activation": "sigmoid", "kernel_initializer": small})] * 8
    (check,) = checked(plain(*deep), gradients.check_gradients)
    assert check.verdict in ("warn", "bad")
    assert "fades" in check.seen


def test_that_a_frozen_model_has_nothing_to_train() -> None:
    project = plain(("Dense", {"units": 4, "trainable": False}))
    last = list(project.graph.layers)[-1]
    layer = project.graph.layers[last]
    frozen = replace(layer, config={**layer.config, "trainable": False})
    project = replace(project, graph=replace(project.graph, layers={**project.graph.layers, last: frozen}))
    (check,) = checked(project, gradients.check_gradients)
    assert (check.verdict, check.seen) == ("warn", "nothing to train")


def test_that_dropout_does_not_keep_a_batch_from_being_learnt_and_is_back_afterwards() -> None:
    project = plain(RELU, ("Dropout", {"rate": 0.6}), ("GaussianNoise", {"stddev": 0.5}))
    with bench(project, lambda: False) as trial:
        (check,) = overfit.check_overfit(trial)
        rates = [getattr(layer, "rate", getattr(layer, "stddev", None)) for layer in trial.model.layers]
    assert check.verdict == "good", check
    assert rates[1:3] == [0.6, 0.5]


def test_that_a_slow_optimizer_is_told_from_a_model_that_cannot_learn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overfit, "SECONDS", 1.0)
    slow = classification(RELU, optimizer=Configured("SGD", {"learning_rate": 1e-7}))
    (check,) = checked(slow, overfit.check_overfit)
    assert check.verdict == "warn"
    assert "test the rate" in check.fix
    silent = {"class_name": "Constant", "config": {"value": -1000.0}}
    blind = classification(("Dense", {"units": 4, "activation": "relu", "bias_initializer": silent}), optimizer=ADAM)
    (check,) = checked(blind, overfit.check_overfit)
    assert check.verdict == "bad"


def test_that_what_would_end_a_training_is_told_as_a_bad_check(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_bench: Bench) -> Any:
        raise RuntimeError("target.shape=(3,), output.shape=(4,)")

    monkeypatch.setattr(
        "desktop_nn.engine.preflight.flight._CHECKS", (("One", broken), ("Two", gradients.check_gradients))
    )
    one, two = preflight(plain(), lambda _: None).checks
    assert one.verdict == "bad"
    assert "cannot compare" in one.seen
    assert two.verdict == "good"


def test_that_a_project_that_cannot_be_trained_is_refused() -> None:
    project = plain()
    with pytest.raises(ProblemError):
        preflight(replace(project, training=replace(project.training, outputs={})), lambda _: None)


def test_that_a_model_that_is_too_slow_is_not_made_to_learn_by_heart() -> None:
    with bench(plain(), lambda: False) as trial:
        trial.batch_seconds = 3.0
        (check,) = overfit.check_overfit(trial)
    assert check.verdict == "unknown"
    assert "3.0 s" in check.seen


def test_that_the_first_loss_of_a_slow_model_is_that_of_some_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(initial_loss, "SECONDS", 0.0)
    (check,) = checked(plain(), initial_loss.check_initial_loss)
    assert check.verdict == "good"


RECURRENT: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Reshape", {"target_shape": [5, 1]}),
    ("LSTM", {"units": 8, "dropout": 0.2}),
)
CONVOLUTION: tuple[tuple[str, dict[str, Any]], ...] = (
    ("Reshape", {"target_shape": [5, 1]}),
    ("Conv1D", {"filters": 8, "kernel_size": [3], "activation": "relu"}),
    ("BatchNormalization", {}),
    ("Flatten", {}),
)


@pytest.mark.parametrize("hidden", [RECURRENT, CONVOLUTION], ids=["recurrent", "convolution"])
def test_that_other_kinds_of_layers_are_tried_as_well(hidden: tuple[tuple[str, dict[str, Any]], ...]) -> None:
    found = preflight(plain(*hidden), lambda _: None)
    assert len(found.checks) == 6
    assert all(check.verdict in ("good", "warn") for check in found.checks), found.checks


def test_that_a_layer_of_a_repeated_group_leads_to_the_drawn_node() -> None:
    bias = {"class_name": "Constant", "config": {"value": -1000.0}}
    project = plain(("Dense", {"units": 5}), ("Dense", {"units": 5, "activation": "relu", "bias_initializer": bias}))
    inner = list(project.graph.nodes)[2]
    graph, group = make_group(project.graph, [inner])
    project = replace(project, graph=change_group(graph, group, count=3))
    (check,) = checked(project, gradients.check_gradients)
    assert check.verdict == "bad"
    assert check.node in project.graph.nodes
