"""Which lines are of which nodes: every node has its lines in every style, and each line leads back to it."""

from __future__ import annotations

import ast
import subprocess
from dataclasses import replace

import pytest

from desktop_nn.catalogue.code_files import of_text
from desktop_nn.catalogue.code_templates import template
from desktop_nn.codegen.listing import Listing
from desktop_nn.codegen.notebook import notebook
from desktop_nn.codegen.script import listing, script
from desktop_nn.codegen.styles import Style, why_not
from desktop_nn.graph import edits
from desktop_nn.graph.groups import change_group, make_group
from desktop_nn.graph.model import Comment, Graph
from desktop_nn.graph.nesting import make_model
from desktop_nn.graph.scopes import graph_at, inner_scopes
from desktop_nn.project import examples
from desktop_nn.project.document import Project, with_code
from tests.core.codegen.test_script import RUFF, example
from tests.core.codegen.test_styles import ALL, nested_twins, twins
from tests.helpers.drawings import chain

TWO: tuple[Style, ...] = ("functional", "subclassing")
NASTY = 'quotes " \' """ \\ {x} %s\nnew line\r\x0c\x00\u2028 🎉 \ud800 end\\'


def texts(made: Listing, lines: list[int]) -> list[str]:
    """The lines without what is around them."""
    code = made.text.splitlines()
    return [code[line].strip() for line in lines]


def drawn(graph: Graph, style: Style = "auto") -> Listing:
    """The script of a drawing without data."""
    return listing(Project(graph), None, style)


def named(graph: Graph, name: str) -> str:
    """The first node of that name."""
    return next(id for id in graph.nodes if graph.name_of(id) == name)


def formatted(text: str) -> str:
    """What ruff makes of it that is told nothing."""
    assert RUFF is not None
    done = subprocess.run([RUFF, "format", "--isolated", "-"], input=text, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize("name", examples.names())
def test_that_every_node_has_lines_that_name_it_and_lead_back_to_it(name: str) -> None:
    project, description = example(name)
    for style in ALL:
        if why_not(project.graph, style) is None:
            made = listing(project, description, style)
            for id in project.graph.nodes:
                lines = made.lines_of({id})
                assert any(f'"{project.graph.name_of(id)}"' in line for line in texts(made, lines))
                for line in lines:
                    span = made.at(line)
                    assert span is not None
                    assert span.place is not None
                    assert id in span.place.nodes


@pytest.mark.parametrize("style", TWO)
def test_that_every_node_inside_nested_models_has_lines_of_its_own_scope(style: Style) -> None:
    graph = nested_twins()
    made = drawn(graph, style)
    for scope, inner in [((), graph), *inner_scopes(graph)]:
        for id in inner.nodes:
            lines = made.lines_of({id}, scope)
            assert lines, (scope, inner.name_of(id))
            place = [span.place for line in lines if (span := made.at(line)) is not None]
            assert all(found is not None and id in found.nodes and scope in found.scopes for found in place)


def test_that_a_class_has_the_layer_where_it_is_made_and_where_it_is_called() -> None:
    graph, (start, hidden, _) = chain("InputLayer", "Dense", "Dense")
    made = drawn(graph, "subclassing")
    assert texts(made, made.lines_of({hidden})) == [
        'self.dense = layers.Dense(name="dense")',
        "dense = self.dense(inputs)",
    ]
    assert "def call(self, inputs, training=None):" in texts(made, made.lines_of({start}))


def test_that_the_class_of_ones_own_layer_is_of_the_nodes_that_call_it() -> None:
    code, own = of_text("mine.py", template("Layer with weights")), "MyDense"
    graph, (_, one, other) = chain("InputLayer", "Dense", "Dense")
    for id in (one, other):
        layer = graph.layer_of(id)
        graph = replace(graph, layers={**graph.layers, layer.id: replace(layer, kind=own, config={})})
    project = with_code(Project(graph), (code,))
    made = listing(project, None)
    heading = f"class {own}(keras.layers.Layer):"
    assert heading in texts(made, made.lines_of({one}))
    assert heading in texts(made, made.lines_of({other}))
    assert any(own in line and "name=" in line for line in texts(made, made.lines_of({one})))


def test_that_both_calls_of_a_shared_layer_have_the_line_that_makes_it() -> None:
    graph = twins()
    made = drawn(graph, "functional")
    one, two = (id for id in graph.nodes if graph.name_of(id) == "twin")
    first = 'twin_layer = layers.Dense(4, activation="relu", name="twin")'
    assert texts(made, made.lines_of({one})) == [first, "twin = twin_layer(left)"]
    assert texts(made, made.lines_of({two})) == [first, "twin_1 = twin_layer(right)"]


def test_that_a_repeated_groups_title_and_loop_are_of_all_its_nodes() -> None:
    graph = twins()
    made = drawn(graph, "functional")
    inside = {named(graph, "hidden"), named(graph, "drop")}
    for line in ("# Block", "for number in range(1, 4):"):
        span = made.at(texts(made, list(range(made.text.count("\n")))).index(line))
        assert span is not None
        assert span.place is not None
        assert set(span.place.nodes) == inside


def test_that_one_definition_of_two_equal_models_is_found_at_both() -> None:
    graph, (_, one, two, _) = chain("InputLayer", "Dense", "Dense", "Dense")
    graph = edits.configure(graph, graph.nodes[one].layer, {"units": 3})
    graph, first = make_model(graph, [one], "first")
    inner = graph.layer_of(first).model
    assert inner is not None
    layer = graph.nodes[first].layer
    graph, again = edits.place_call(graph, layer, 0, 0)
    copied = replace(graph.layers[layer], id="copy", name="second")
    graph = replace(graph, layers={**graph.layers, "copy": copied})
    graph = replace(graph, nodes={**graph.nodes, again: replace(graph.nodes[again], layer="copy")})
    graph = replace(graph, links=(*graph.links, replace(graph.links[0], source=two, target=again)))
    made = drawn(graph)
    (inside,) = (id for id in inner.nodes if inner.name_of(id) == "dense")
    assert made.text.count("def make_") == 1
    assert made.lines_of({inside}, (layer,)) == made.lines_of({inside}, ("copy",)) != []
    assert graph_at(graph, ("copy",)) == inner


def test_that_notes_stand_above_the_nearest_node_or_the_whole_model() -> None:
    graph, (_, hidden, _) = chain("InputLayer", "Dense", "Dense")
    near = Comment("c1", "# Why\n**bold** words", 220, 100)
    far = Comment("c2", "Of all", 5000, 5000)
    made = drawn(replace(graph, comments={"c1": near, "c2": far}))
    lines = texts(made, list(range(made.text.count("\n"))))
    at = lines.index("# Why")
    assert lines[at + 1 : at + 3] == ["# bold words", 'layers.Dense(name="dense"),']
    assert at in made.lines_of({hidden})
    assert lines.index("# Of all") < lines.index("keras.utils.set_random_seed(SEED)")


@pytest.mark.parametrize("style", ALL)
def test_that_quotes_line_ends_and_strange_signs_do_no_harm(style: Style) -> None:
    project, description = example("blobs-deep")
    graph = replace(project.graph, name=NASTY, comments={"c": Comment("c", NASTY), "d": Comment("d", NASTY, 9000, 0)})
    graph, group = make_group(graph, list(graph.nodes)[1:3], NASTY)
    graph = change_group(graph, group, title=NASTY)
    layer = graph.nodes[list(graph.nodes)[1]].layer
    huge = {"class_name": "Constant", "config": {"value": 1e308}}
    graph = edits.configure(graph, layer, {**graph.layers[layer].config, "kernel_initializer": huge})
    project = replace(project, graph=graph, notes=NASTY)
    text = script(project, description, style)
    ast.parse(text)
    text.encode("utf-8")
    notebook(project, description, style).encode("utf-8")
    if RUFF is not None:
        done = subprocess.run(
            [RUFF, "format", "--isolated", "-"], input=text, capture_output=True, text=True, check=True
        )
        assert done.stdout == text


@pytest.mark.skipif(RUFF is None, reason="ruff belongs to the development extras")
@pytest.mark.parametrize("style", TWO)
def test_that_nested_shared_and_repeated_models_are_formatted_as_people_would(style: Style) -> None:
    text = drawn(nested_twins(), style).text
    assert RUFF is not None
    formatted = subprocess.run(
        [RUFF, "format", "--isolated", "-"], input=text, capture_output=True, text=True, check=True
    )
    assert formatted.stdout == text
    subprocess.run([RUFF, "check", "--isolated", "-"], input=text, capture_output=True, text=True, check=True)
