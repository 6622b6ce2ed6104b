"""Evaluating and predicting, from a file and live."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from desktop_nn.data.choices import Part, Split, Step
from desktop_nn.engine.evaluate import evaluate, prepared_data
from desktop_nn.engine.fit import Trained
from desktop_nn.engine.predict import predict
from desktop_nn.problems import ProblemError
from desktop_nn.training.choices import Configured
from tests.core.engine.projects import classification, regression, run


@pytest.fixture(scope="module")
def classified(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    return run(classification(), tmp_path_factory.mktemp("classified"), epochs=1)[0]


@pytest.fixture(scope="module")
def regressed(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    return run(regression(), tmp_path_factory.mktemp("regressed"), epochs=1)[0]


def test_that_a_file_evaluates_to_the_figures_of_its_run(classified: Trained) -> None:
    assert classified.ended.model is not None
    assert evaluate(classification(), classified.ended.model) == classified.ended.test


def test_that_a_file_with_two_outputs_and_a_loss_with_parameters_does_too(regressed: Trained) -> None:
    assert regressed.ended.model is not None
    assert evaluate(regression(), regressed.ended.model) == regressed.ended.test


def test_that_a_live_model_evaluates_on_any_part(classified: Trained) -> None:
    assert evaluate(classification(), classified.model, "test") == classified.ended.test
    assert set(evaluate(classification(), classified.model, "train")) == {"loss", "accuracy"}


def test_that_an_unknown_or_empty_part_is_told(classified: Trained) -> None:
    with pytest.raises(ProblemError) as raised:
        evaluate(classification(), classified.model, "tset")
    assert "train, validation, test" in raised.value.problem.fix
    with pytest.raises(ProblemError) as raised:
        evaluate(classification(split=Split(Part(0.0), Part(0.2))), classified.model, "test")
    assert raised.value.problem.what == "The test part holds no samples."


def test_that_a_model_with_other_inputs_is_told(classified: Trained) -> None:
    with pytest.raises(ProblemError) as raised:
        evaluate(regression(), classified.model)
    assert "deep, wide" in raised.value.problem.fix


def test_that_a_file_that_is_no_model_is_told(tmp_path: Path) -> None:
    file = tmp_path / "x.h5"
    file.write_text("nothing")
    with pytest.raises(ProblemError):
        evaluate(classification(), file)


def test_that_classes_are_predicted_beside_the_truth(classified: Trained) -> None:
    project = classification()
    found = predict(project, classified.model)
    (output,) = found.outputs
    test = prepared_data(project).test
    assert output.class_names == ("0", "1", "2")
    assert output.predicted.shape == (len(test), 3)
    np.testing.assert_array_equal(output.truth, next(iter(test.targets.values())))
    assert output.confusion().sum() == len(test)
    assert np.mean(output.labels() == output.truth) == pytest.approx(classified.ended.test["accuracy"])
    assert found.figures == classified.ended.test
    np.testing.assert_array_equal(found.index, test.index)


def test_that_numbers_are_predicted_for_every_output_in_drawing_order(regressed: Trained) -> None:
    found = predict(regression(), regressed.model, "validation", limit=10)
    assert [output.output for output in found.outputs] == ["main_output", "aux_output"]
    main = found.outputs[0]
    assert main.predicted.shape == (10, 1)
    assert len(found.index) == 10
    assert np.abs(main.residuals()).mean() == pytest.approx(found.figures["main_output_mean_absolute_error"], rel=1e-5)


def test_that_one_hot_targets_become_classes_again(tmp_path: Path) -> None:
    project = classification(loss=Configured("CategoricalCrossentropy"))
    steps = (*project.data.preprocessing, Step("one-hot", ("class",)))
    project = replace(project, data=replace(project.data, preprocessing=steps))
    trained, _ = run(project, tmp_path, epochs=1)
    (output,) = predict(project, trained.model).outputs
    assert output.truth.shape == (67,)
    assert np.mean(output.labels() == output.truth) == pytest.approx(trained.ended.test["accuracy"])


def test_that_logits_become_probabilities(tmp_path: Path) -> None:
    loss = Configured("SparseCategoricalCrossentropy", {"from_logits": True})
    project = classification(loss=loss, activation="linear")
    trained, _ = run(project, tmp_path, epochs=1)
    (output,) = predict(project, trained.model).outputs
    np.testing.assert_allclose(output.predicted.sum(axis=1), 1, rtol=1e-5)
