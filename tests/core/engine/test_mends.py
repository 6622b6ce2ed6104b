"""Each mend, held against Keras: a project with the problem, the mend, and then the problem is gone and nothing new."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations, pairwise
from typing import Any

import pytest

from desktop_nn.catalogue import load
from desktop_nn.data.choices import Bindings, DataChoices, Source, Step
from desktop_nn.data.columns import Column, Description
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.graph import edits
from desktop_nn.graph.layout import NODE_SIZE
from desktop_nn.graph.model import Graph, Group, Link
from desktop_nn.graph.topology import input_nodes, output_nodes
from desktop_nn.problems import Problem
from desktop_nn.project.document import Project
from desktop_nn.project.mends.finding import mends
from desktop_nn.project.mends.mend import Mend
from desktop_nn.project.validate import problems
from desktop_nn.training.choices import Configured, OutputChoices, TrainingChoices

TEN = tuple("abcdefghij")
PICTURES = Description(
    "pictures",
    "Pictures",
    (
        Column("picture", "image", (28, 28), minimum=0, maximum=255),
        Column("label", "category", categories=TEN),
    ),
    1000,
    ("label",),
)
HOUSES = Description(
    "houses",
    "Houses",
    (
        Column("rooms", "number", minimum=1, maximum=9),
        Column("age", "number", minimum=0, maximum=99, missing=3),
        Column("near", "category", categories=("sea", "town", "hills")),
        Column("price", "number", minimum=1, maximum=500),
        Column("sold", "category", categories=("no", "yes")),
    ),
    1000,
    ("price",),
)
SPARSE = OutputChoices(Configured("SparseCategoricalCrossentropy"), metrics=(Configured("accuracy"),))
SQUARED = OutputChoices(Configured("MeanSquaredError"))
INFERENCE = ShapeInference()


def drawing(*layers: tuple[str, str, Mapping[str, Any]], links: str = "", space: float = 120) -> Graph:
    """Layers one below the other; `links` as "a>b b>c.1", or each to the next one."""
    graph, ids = Graph(), {}
    for row, (kind, name, config) in enumerate(layers):
        graph, ids[name] = edits.place(graph, kind, 0, row * space, name=name, config=config)
    names = list(ids)
    pairs = links.split() if links else [f"{a}>{b}" for a, b in pairwise(names)]
    drawn = []
    for pair in pairs if links != "-" else ():
        source, target = pair.split(">")
        target, _, port = target.partition(".")
        drawn.append(Link(ids[source], ids[target], 0, int(port or 0)))
    return replace(graph, links=tuple(drawn))


def on_pictures(graph: Graph, *, judged: OutputChoices = SPARSE) -> Project:
    """The drawing on pictures of ten classes."""
    return _project(graph, "pictures", dict.fromkeys(input_nodes(graph), ("picture",)), "label", judged)


def on_houses(graph: Graph, *, judged: OutputChoices = SQUARED, target: str = "price") -> Project:
    """The drawing on two columns of numbers."""
    return _project(graph, "houses", dict.fromkeys(input_nodes(graph), ("rooms", "price")), target, judged)


def _project(
    graph: Graph, name: str, inputs: Mapping[str, tuple[str, ...]], target: str, judged: OutputChoices
) -> Project:
    ends = output_nodes(graph)
    bindings = Bindings(inputs, dict.fromkeys(ends, target))
    return Project(
        graph, DataChoices(Source(name), bindings=bindings), TrainingChoices(outputs=dict.fromkeys(ends, judged))
    )


def wrong(project: Project, description: Description | None) -> tuple[Problem, ...]:
    """Everything that is wrong with a project, with Keras asked."""
    return problems(project, INFERENCE.infer(project.graph), description)


def offered(project: Project, description: Description | None, words: str) -> tuple[Problem, tuple[Mend, ...]]:
    """The first problem with these words in it, and what is offered for it."""
    facts = INFERENCE.infer(project.graph)
    problem = next(item for item in problems(project, facts, description) if words in item.what)
    return problem, mends(project, facts, description, problem)


def check(project: Project, description: Description | None, words: str, *labels: str) -> Project:
    """Each of the mends offered cures the problem and brings no new one; returns the project after the first."""
    before = wrong(project, description)
    problem, found = offered(project, description, words)
    assert tuple(mend.label for mend in found) == labels
    after = [mend.applied(project) for mend in found]
    for mended, mend in zip(after, found, strict=True):
        left = wrong(mended, description)
        assert problem not in left, mend.label
        new = {item.what for item in left} - {item.what for item in before}
        assert not new, f"{mend.label}: {new}"
        for one, other in combinations(mended.graph.nodes.values(), 2):
            clear = abs(one.x - other.x) >= NODE_SIZE[0] or abs(one.y - other.y) >= NODE_SIZE[1]
            assert clear, f"{mend.label}: {one} lies over {other}"
    return after[0]


PICTURE = ("InputLayer", "picture", {"shape": [28, 28]})
TABLE = ("InputLayer", "table", {"shape": [2]})
CLASSES = ("Dense", "classes", {"units": 10, "activation": "softmax"})
VALUE = ("Dense", "value", {"units": 1})
FLAT: tuple[str, str, dict[str, Any]] = ("Flatten", "flatten", {})


# --- shapes ------------------------------------------------------------------------------------------------------


def test_that_a_flatten_is_put_before_the_first_dense_of_a_flat_output() -> None:
    hidden = ("Dense", "hidden", {"units": 30, "activation": "relu"})
    mended = check(
        on_pictures(drawing(PICTURE, hidden, CLASSES)), PICTURES, "a sample, but", "Insert Flatten before hidden"
    )
    assert [mended.graph.name_of(id) for id in output_nodes(mended.graph)] == ["classes"]


def test_that_the_channel_axis_is_added_for_a_convolution() -> None:
    conv = ("Conv2D", "conv", {"filters": 4, "kernel_size": 3})
    check(
        on_pictures(drawing(PICTURE, conv, FLAT, CLASSES)),
        PICTURES,
        "needs inputs",
        "Insert Reshape to 28 × 28 × 1 before conv",
    )


@pytest.mark.parametrize(("values", "picture"), [(784, "28 × 28 × 1"), (3072, "32 × 32 × 3")])
def test_that_a_row_of_values_becomes_a_picture_if_it_is_a_square(values: int, picture: str) -> None:
    row = ("InputLayer", "row", {"shape": [values]})
    conv = ("Conv2D", "conv", {"filters": 4, "kernel_size": 3})
    check(Project(drawing(row, conv)), None, "needs inputs", f"Insert Reshape to {picture} before conv")


def test_that_nothing_is_offered_where_no_picture_is_obvious() -> None:
    row = ("InputLayer", "row", {"shape": [700]})
    conv = ("Conv2D", "conv", {"filters": 4, "kernel_size": 3})
    _, found = offered(Project(drawing(row, conv)), None, "needs inputs")
    assert found == ()


def test_that_a_row_becomes_steps_of_one_value_for_a_recurrent_layer() -> None:
    graph = drawing(TABLE, ("LSTM", "lstm", {"units": 4}), VALUE)
    check(on_houses(graph), HOUSES, "needs inputs", "Insert Reshape to 2 × 1 before lstm")


def test_that_a_recurrent_layer_before_another_one_returns_its_sequences() -> None:
    steps = ("InputLayer", "steps", {"shape": [None, 3]})
    graph = drawing(steps, ("LSTM", "first", {"units": 4}), ("GRU", "second", {"units": 4}), VALUE)
    mended = check(
        Project(graph), None, "needs inputs", "Let first return sequences", "Insert Reshape to 4 × 1 before second"
    )
    assert next(layer for layer in mended.graph.layers.values() if layer.name == "first").config["return_sequences"]


def test_that_a_bidirectional_layer_returns_its_sequences_too() -> None:
    inner = {"layer": {"class_name": "LSTM", "config": {"units": 4}}}
    graph = drawing(
        ("InputLayer", "steps", {"shape": [9, 3]}), ("Bidirectional", "both", inner), ("LSTM", "last", {"units": 4})
    )
    check(Project(graph), None, "needs inputs", "Let both return sequences", "Insert Reshape to 8 × 1 before last")


def test_that_a_flatten_in_the_wrong_place_can_be_taken_out() -> None:
    graph = drawing(
        ("InputLayer", "picture", {"shape": [8, 8, 3]}), FLAT, ("Conv2D", "conv", {"filters": 4, "kernel_size": 3})
    )
    check(Project(graph), None, "needs inputs", "Take out flatten", "Insert Reshape to 8 × 8 × 3 before conv")


def test_that_a_window_that_is_too_large_is_padded_or_its_pooling_goes() -> None:
    graph = drawing(("InputLayer", "picture", {"shape": [3, 3, 4]}), ("MaxPooling2D", "pool", {"pool_size": 4}), FLAT)
    check(Project(graph), None, "too small", "Set padding of pool to same", "Take out pool")


def test_that_a_reshape_gets_the_rest_as_its_last_size() -> None:
    graph = drawing(("InputLayer", "row", {"shape": [784]}), ("Reshape", "picture", {"target_shape": [28, 28, 3]}))
    check(Project(graph), None, "Reshape cannot", "Set target shape of picture to 28 × 28 × 1")


def test_that_a_shared_call_that_nothing_leads_into_is_offered_no_weights() -> None:
    graph = drawing(
        ("InputLayer", "a", {"shape": [4]}), ("Dense", "first", {"units": 3}), ("Dense", "both", {"units": 3}),
        ("Dense", "apart", {"units": 3}), links="a>first first>both",
    )  # fmt: skip
    layer = next(layer for layer in graph.layers.values() if layer.name == "both")
    graph, call = edits.place_call(graph, layer.id, 300, 240)
    facts = INFERENCE.infer(graph)
    for problem in problems(Project(graph), facts, None):
        assert all("weights" not in mend.label for mend in mends(Project(graph), facts, None, problem))
    refused = Problem("Keras refused it.", "both", "Look.", node=call)
    facts = replace(facts, nodes={**facts.nodes, call: replace(facts.nodes[call], problem=refused)})
    assert all("weights" not in mend.label for mend in mends(Project(graph), facts, None, refused))


def test_that_a_shared_layer_on_another_size_gets_weights_of_its_own() -> None:
    graph = drawing(
        ("InputLayer", "a", {"shape": [4]}), ("InputLayer", "b", {"shape": [5]}), ("Dense", "both", {"units": 3}),
        links="a>both",
    )  # fmt: skip
    layer = next(layer for layer in graph.layers.values() if layer.name == "both")
    graph, call = edits.place_call(graph, layer.id, 300, 240)
    graph = edits.connect(graph, Link(list(graph.nodes)[1], call), load())
    mended = check(Project(graph), None, "weights of this", "Give this call of both weights of its own")
    assert mended.graph.name_of(call) == "both_1"


# --- merging -----------------------------------------------------------------------------------------------------


def test_that_a_picture_is_flattened_before_it_joins_a_row() -> None:
    graph = drawing(PICTURE, TABLE, ("Concatenate", "join", {}), links="picture>join table>join.1")
    check(Project(graph), None, "cannot join", "Insert Flatten between picture and join")


def test_that_the_one_axis_that_fits_is_joined_along() -> None:
    graph = drawing(
        ("InputLayer", "a", {"shape": [3, 8]}), ("InputLayer", "b", {"shape": [5, 8]}), ("Concatenate", "join", {}),
        links="a>join b>join.1",
    )  # fmt: skip
    check(Project(graph), None, "cannot join", "Join along axis 1 in join")


def test_that_a_way_round_is_projected_to_the_size_of_the_way_through() -> None:
    graph = drawing(
        TABLE, ("Dense", "wide", {"units": 30}), ("Add", "sum", {}), VALUE,
        links="table>wide table>sum wide>sum.1 sum>value",
    )  # fmt: skip
    check(on_houses(graph), HOUSES, "cannot merge", "Insert Dense 30 behind table for sum")


def test_that_a_way_round_a_convolution_with_strides_is_projected_by_one() -> None:
    graph = drawing(
        ("InputLayer", "picture", {"shape": [9, 9, 3]}),
        ("Conv2D", "conv", {"filters": 8, "kernel_size": 3, "strides": 2, "padding": "same"}),
        ("Add", "sum", {}),
        links="picture>conv picture>sum conv>sum.1",
    )
    check(Project(graph), None, "cannot merge", "Insert Conv2D 8 with strides 2 behind picture for sum")


# --- links and names ---------------------------------------------------------------------------------------------


def test_that_a_lonely_layer_is_connected_to_the_one_open_end() -> None:
    check(on_houses(drawing(TABLE, VALUE, links="-")), HOUSES, "has no input", "Connect table to value")


def test_that_an_input_that_leads_nowhere_is_connected_to_the_one_layer_that_waits() -> None:
    check(on_houses(drawing(TABLE, VALUE, links="-")), HOUSES, "leads nowhere", "Connect table to value")


def test_that_a_second_input_that_nothing_needs_is_deleted() -> None:
    graph = drawing(TABLE, ("InputLayer", "spare", {"shape": [3]}), VALUE, links="table>value")
    check(on_houses(graph), HOUSES, "leads nowhere", "Delete spare")


def test_that_self_attention_takes_its_query_as_value() -> None:
    graph = drawing(
        ("InputLayer", "steps", {"shape": [9, 8]}), ("MultiHeadAttention", "attend", {"num_heads": 2, "key_dim": 4})
    )
    check(Project(graph), None, "nothing at its input", "Use steps as value too")


def test_that_a_doubled_link_is_removed() -> None:
    check(
        on_houses(drawing(TABLE, VALUE, links="table>value table>value")),
        HOUSES,
        "links end at",
        "Remove the doubled link from table",
    )


def test_that_two_links_at_one_input_are_joined_or_one_goes() -> None:
    graph = drawing(TABLE, ("Dense", "a", {"units": 4}), VALUE, links="table>a table>value a>value")
    check(
        on_houses(graph),
        HOUSES,
        "links end at",
        "Join the links with Concatenate",
        "Remove the link from table to value",
    )


def test_that_a_name_used_twice_is_changed() -> None:
    graph = drawing(TABLE, VALUE, ("Dense", "other", {"units": 1}), links="table>value table>other")
    other = next(layer for layer in graph.layers.values() if layer.name == "other")
    graph = replace(graph, layers={**graph.layers, other.id: replace(other, name="value")})
    check(on_houses(graph), HOUSES, "Two layers are called", "Rename to value_1")


def test_that_a_name_that_keras_refuses_is_cleaned() -> None:
    graph = drawing(TABLE, ("Dense", "my value!", {"units": 1}))
    check(on_houses(graph), HOUSES, "cannot be a layer's name", "Rename to my_value")


def test_that_a_loop_loses_the_link_that_closes_it() -> None:
    graph = drawing(
        TABLE, ("Add", "sum", {}), ("Dense", "back", {"units": 2}), VALUE,
        links="table>sum sum>back back>sum.1 back>value",
    )  # fmt: skip
    project = on_houses(graph)
    _, found = offered(project, HOUSES, "close a loop")
    assert [mend.label for mend in found] == ["Remove the link from back to sum"]
    assert not any("loop" in item.what for item in wrong(found[0].applied(project), HOUSES))


def test_that_an_input_placed_twice_hands_its_links_to_the_first() -> None:
    graph = drawing(TABLE, VALUE, ("Dense", "other", {"units": 1}), links="table>value")
    layer = next(layer for layer in graph.layers.values() if layer.name == "table")
    graph, twice = edits.place_call(graph, layer.id, 300, 0)
    graph = edits.connect(graph, Link(twice, list(graph.nodes)[2]), load())
    check(on_houses(graph), HOUSES, "placed twice", "Use the first table instead")


# --- inputs and data ---------------------------------------------------------------------------------------------


def test_that_a_missing_input_is_added_with_shape_and_columns() -> None:
    project = replace(on_pictures(drawing(FLAT, CLASSES)))
    mended = check(project, PICTURES, "flatten has no input", "Add Input of 28 × 28 before flatten")
    assert list(mended.data.bindings.inputs.values()) == [("picture",)]
    check(project, PICTURES, "The model has no input", "Add Input of 28 × 28 before flatten")


def test_that_a_lone_input_gets_an_output_layer() -> None:
    mended = check(
        on_pictures(drawing(PICTURE)),
        PICTURES,
        "The model has no output",
        "Add Flatten and output layer Dense 10 · softmax",
    )
    assert not wrong(mended, PICTURES)


def test_that_an_input_takes_the_shape_of_its_columns() -> None:
    graph = drawing(("InputLayer", "table", {"shape": [5]}), VALUE)
    check(on_houses(graph), HOUSES, "The input takes", "Set shape of table to 2")


def test_that_a_model_with_channels_gets_them_behind_pictures_without() -> None:
    graph = drawing(
        ("InputLayer", "picture", {"shape": [28, 28, 1]}), ("Conv2D", "conv", {"filters": 2, "kernel_size": 3}),
        FLAT, CLASSES,
    )  # fmt: skip
    check(
        on_pictures(graph),
        PICTURES,
        "The input takes",
        "Set shape of picture to 28 × 28 and insert Reshape to 28 × 28 × 1",
    )


def test_that_an_input_without_columns_gets_those_of_the_data() -> None:
    project = on_pictures(drawing(PICTURE, FLAT, CLASSES))
    project = replace(project, data=replace(project.data, bindings=Bindings({}, project.data.bindings.targets)))
    check(project, PICTURES, "No column is bound", "Bind the column picture of the data")


def test_that_categories_of_an_input_are_encoded() -> None:
    project = on_houses(drawing(TABLE, VALUE))
    start = input_nodes(project.graph)[0]
    bindings = Bindings({start: ("rooms", "near")}, project.data.bindings.targets)
    project = replace(project, data=replace(project.data, bindings=bindings))
    check(project, HOUSES, "holds categories", "Encode categories one-hot and set shape of table to 4")


def test_that_missing_values_are_filled_in() -> None:
    project = on_houses(drawing(TABLE, VALUE))
    start = input_nodes(project.graph)[0]
    bindings = Bindings({start: ("rooms", "age")}, project.data.bindings.targets)
    project = replace(project, data=replace(project.data, bindings=bindings))
    mended = check(project, HOUSES, "have no value", "Fill in missing values in the preprocessing")
    assert mended.data.preprocessing == (Step("impute"),)


# --- outputs -----------------------------------------------------------------------------------------------------


def test_that_the_units_become_the_number_of_classes() -> None:
    few = ("Dense", "classes", {"units": 3, "activation": "softmax"})
    check(on_pictures(drawing(PICTURE, FLAT, few)), PICTURES, "10 classes", "Set units of classes to 10")


def test_that_units_activation_and_loss_are_set_together_where_all_are_wrong() -> None:
    raw = ("Dense", "classes", {"units": 1})
    check(
        on_pictures(drawing(PICTURE, FLAT, raw), judged=SQUARED),
        PICTURES,
        "is made for numbers",
        "Set units of classes to 10, activation to softmax and loss to SparseCategoricalCrossentropy",
        "Set units of classes to 10 and loss to SparseCategoricalCrossentropy with from_logits",
    )


def test_that_probabilities_are_made_or_the_loss_takes_raw_numbers() -> None:
    raw = ("Dense", "classes", {"units": 10})
    check(
        on_pictures(drawing(PICTURE, FLAT, raw)),
        PICTURES,
        "takes probabilities",
        "Set activation of classes to softmax",
        "Switch on from_logits of the loss of classes",
    )


def test_that_a_loss_is_chosen_for_the_target() -> None:
    project = on_pictures(drawing(PICTURE, FLAT, CLASSES), judged=OutputChoices())
    mended = check(project, PICTURES, "No loss is chosen", "Set loss of classes to SparseCategoricalCrossentropy")
    (judged,) = mended.training.outputs.values()
    assert judged.metrics == (Configured("accuracy"),)


def test_that_a_target_is_taken_with_its_loss() -> None:
    project = on_pictures(drawing(PICTURE, FLAT, CLASSES), judged=OutputChoices())
    project = replace(project, data=replace(project.data, bindings=Bindings(project.data.bindings.inputs, {})))
    mended = check(project, PICTURES, "has no target", "Take label as target of classes")
    assert not wrong(mended, PICTURES)


def test_that_an_output_layer_is_added_behind_a_hidden_one() -> None:
    hidden = ("Dense", "hidden", {"units": 64, "activation": "relu"})
    mended = check(
        on_pictures(drawing(PICTURE, FLAT, hidden)),
        PICTURES,
        "more than the 10 classes",
        "Add output layer Dense 10 · softmax",
    )
    assert not wrong(mended, PICTURES)
    assert list(mended.data.bindings.targets) == list(mended.training.outputs) == list(output_nodes(mended.graph))


def test_that_an_output_layer_for_a_number_is_added() -> None:
    hidden = ("Dense", "hidden", {"units": 64, "activation": "relu"})
    mended = check(on_houses(drawing(TABLE, hidden)), HOUSES, "a single number", "Add output layer Dense 1")
    (judged,) = mended.training.outputs.values()
    assert judged.loss == Configured("MeanSquaredError")


def test_that_two_classes_get_one_unit_with_sigmoid() -> None:
    hidden = ("Dense", "hidden", {"units": 64, "activation": "relu"})
    mended = check(
        on_houses(drawing(TABLE, hidden), judged=SPARSE, target="sold"),
        HOUSES,
        "more than the 2 classes",
        "Add output layer Dense 1 · sigmoid",
    )
    (judged,) = mended.training.outputs.values()
    assert judged.loss == Configured("BinaryCrossentropy")


def test_that_pooled_pictures_get_a_flatten_and_an_output_layer() -> None:
    graph = drawing(
        PICTURE, ("Reshape", "grey", {"target_shape": [28, 28, 1]}),
        ("Conv2D", "conv", {"filters": 2, "kernel_size": 3}), ("MaxPooling2D", "pool", {}),
    )  # fmt: skip
    mended = check(on_pictures(graph), PICTURES, "a sample, but", "Add Flatten and output layer Dense 10 · softmax")
    assert not wrong(mended, PICTURES)


def test_that_a_recurrent_layer_gives_its_last_step_only_for_a_flat_target() -> None:
    graph = drawing(
        TABLE, ("Reshape", "steps", {"target_shape": [2, 1]}), ("LSTM", "lstm", {"units": 4, "return_sequences": True}),
        VALUE,
    )  # fmt: skip
    check(
        on_houses(graph),
        HOUSES,
        "a single number",
        "Let lstm return its last step only",
        "Insert Flatten before value",
    )


def test_that_calls_of_one_layer_as_outputs_get_names_of_their_own() -> None:
    graph = drawing(
        ("InputLayer", "a", {"shape": [2]}), ("InputLayer", "b", {"shape": [2]}), ("Dense", "both", {"units": 1}),
        links="a>both",
    )  # fmt: skip
    layer = next(layer for layer in graph.layers.values() if layer.name == "both")
    graph, call = edits.place_call(graph, layer.id, 300, 240)
    graph = edits.connect(graph, Link(list(graph.nodes)[1], call), load())
    mended = check(on_houses(graph), HOUSES, "come from the shared layer", "Put Identity behind each call of both")
    assert set(mended.training.outputs) == set(output_nodes(mended.graph))


def test_that_the_new_cards_stand_where_nothing_stood() -> None:
    graph = drawing(PICTURE, ("Conv2D", "conv", {"filters": 4, "kernel_size": 3}), FLAT, CLASSES, space=90)
    graph, _ = edits.place(graph, "Comment", 210, 90)
    check(on_pictures(graph), PICTURES, "needs inputs", "Insert Reshape to 28 × 28 × 1 before conv")


def test_that_a_problem_of_a_node_that_is_gone_has_no_mends() -> None:
    project = on_pictures(drawing(PICTURE, FLAT, CLASSES))
    facts = INFERENCE.infer(project.graph)
    assert mends(project, facts, PICTURES, Problem("Old.", node="n99")) == ()


def test_that_a_loss_on_raw_numbers_is_told_that_it_gets_probabilities() -> None:
    judged = OutputChoices(Configured("SparseCategoricalCrossentropy", {"from_logits": True}))
    check(
        on_pictures(drawing(PICTURE, FLAT, CLASSES), judged=judged),
        PICTURES,
        "is set to take raw numbers",
        "Switch off from_logits of the loss of classes",
    )


def test_that_room_is_made_to_the_right_where_the_drawing_runs_there() -> None:
    graph, before = Graph(direction="right"), ""
    layers: tuple[tuple[str, str, Mapping[str, Any]], ...] = (PICTURE, CLASSES)
    for column, (kind, name, config) in enumerate(layers):
        graph, node = edits.place(graph, kind, column * 240, 0, name=name, config=config)
        graph = edits.connect(graph, Link(before, node), load()) if before else graph
        before = node
    mended = check(on_pictures(graph), PICTURES, "a sample, but", "Insert Flatten before classes")
    places = {mended.graph.name_of(id): (node.x, node.y) for id, node in mended.graph.nodes.items()}
    assert places["picture"][0] < places["flatten"][0] < places["classes"][0]
    assert {y for _, y in places.values()} == {0}


def test_that_a_new_card_lies_in_the_group_of_its_neighbour() -> None:
    graph = drawing(PICTURE, CLASSES)
    last = list(graph.nodes)[-1]
    nodes = {**graph.nodes, last: replace(graph.nodes[last], group="g1")}
    graph = replace(graph, nodes=nodes, groups={"g1": Group("g1", "Head")})
    mended = check(on_pictures(graph), PICTURES, "a sample, but", "Insert Flatten before classes")
    assert [node.group for node in mended.graph.nodes.values()] == ["", "g1", "g1"]
