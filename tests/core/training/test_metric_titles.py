"""What charts are called."""

from desktop_nn.graph.edits import place
from desktop_nn.graph.model import Graph
from desktop_nn.training.choices import Configured, OutputChoices, TrainingChoices
from desktop_nn.training.metric_titles import losses_by_output, number_text, title_of


def test_that_a_single_output_has_plain_titles() -> None:
    losses = {"softmax": "SparseCategoricalCrossentropy", "": "SparseCategoricalCrossentropy"}
    assert title_of("loss", losses).title == "Loss"
    assert title_of("loss", losses).unit == "nats"
    assert title_of("accuracy", losses).unit == "fraction correct"


def test_that_several_outputs_are_named_in_their_titles() -> None:
    losses = {"main_output": "MeanSquaredError", "aux_output": "MeanAbsoluteError"}
    assert title_of("loss", losses).title == "Loss of all outputs"
    title = title_of("aux_output_loss", losses)
    assert (title.title, title.unit, title.output) == ("aux_output · loss", "target's unit", "aux_output")
    assert title_of("main_output_mean_squared_error", losses).title == "main_output · mean squared error"


def test_that_an_output_whose_name_begins_like_another_keeps_its_metrics() -> None:
    losses = {"out": "MeanSquaredError", "out_2": "MeanSquaredError"}
    assert title_of("out_2_loss", losses).output == "out_2"


def test_that_the_losses_are_read_from_the_project() -> None:
    graph, node = place(Graph(), "Dense", 0, 0, name="answer", config={"units": 1})
    training = TrainingChoices(outputs={node: OutputChoices(Configured("MeanSquaredError"))})
    assert losses_by_output(graph, training) == {
        "answer": "MeanSquaredError",
        "": "MeanSquaredError",
    }


def test_that_figures_have_four_significant_digits() -> None:
    assert number_text(0.34567) == "0.3457"
    assert number_text(12345.678) == "12,346"
    assert number_text(None) == "–"
    assert number_text(float("nan")) == "NaN"
