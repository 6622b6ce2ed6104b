"""What can be read off predictions."""

import numpy as np

from desktop_nn.training.predictions import OutputPredictions


def test_that_the_confusion_counts_truth_by_rows_and_answers_by_columns() -> None:
    predicted = np.array([[0.9, 0.1, 0.0], [0.2, 0.7, 0.1], [0.1, 0.8, 0.1], [0.0, 0.1, 0.9]])
    output = OutputPredictions("softmax", predicted, np.array([0, 0, 1, 2]), ("a", "b", "c"))
    assert output.confusion().tolist() == [[1, 1, 0], [0, 1, 0], [0, 0, 1]]


def test_that_one_probability_over_a_half_is_the_second_class() -> None:
    output = OutputPredictions("sigmoid", np.array([[0.2], [0.51]]), np.array([0, 1]), ("no", "yes"))
    assert output.labels().tolist() == [0, 1]
    assert output.confidence().tolist() == [0.8, 0.51]


def test_that_the_worst_answers_are_wrong_and_sure() -> None:
    predicted = np.array([[0.6, 0.4], [0.99, 0.01], [0.3, 0.7]])
    output = OutputPredictions("softmax", predicted, np.array([1, 1, 1]), ("a", "b"))
    assert output.worst(5).tolist() == [1, 0]


def test_that_the_worst_of_a_regression_are_farthest_off() -> None:
    output = OutputPredictions("price", np.array([[1.0], [5.0], [2.0]]), np.array([1.5, 2.0, 2.1]))
    assert output.worst(2).tolist() == [1, 0]
    assert output.residuals().tolist() == [-0.5, 3.0, 2.0 - 2.1]
