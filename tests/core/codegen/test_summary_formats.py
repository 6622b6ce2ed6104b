"""The summary as text, CSV and Markdown."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from desktop_nn.codegen.summary import rows, weight_bytes
from desktop_nn.codegen.summary_formats import as_csv, markdown, text
from desktop_nn.graph.edits import configure
from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.graph.model import Graph
from desktop_nn.graph.nesting import make_model
from tests.helpers.drawings import chain


def drawing() -> tuple[Graph, GraphFacts]:
    """Input, Dense (frozen in part), Dense of double precision."""
    graph, (start, hidden, end) = chain("InputLayer", "Dense", "Dense")
    graph = configure(graph, graph.nodes[end].layer, {"dtype": "float64"})
    facts = GraphFacts(
        {
            start: NodeFacts(((None, 2),)),
            hidden: NodeFacts(((None, 1000),), "float32", 3000, 1000),
            end: NodeFacts(((None, 1),), "float64", 1001, 1001),
        },
        4001,
        2001,
    )
    return graph, facts


def test_that_a_spreadsheet_reads_the_csv_as_numbers_and_links() -> None:
    found = list(csv.DictReader(io.StringIO(as_csv(*drawing()))))
    assert [line["Layer"] for line in found] == ["input", "dense", "dense_1"]
    dense = found[1]
    assert dense["Output shape"] == "(None, 1000)"
    numbers = [int(dense[name]) for name in ("Parameters", "Trainable", "Not trainable", "Bytes")]
    assert numbers == [3000, 1000, 2000, 12_000]
    assert int(found[2]["Bytes"]) == 8008
    assert found[2]["Inputs from"] == "dense"


def test_that_markdown_is_one_table_whatever_a_layer_is_called() -> None:
    graph, facts = drawing()
    hidden = next(id for id, layer in graph.layers.items() if layer.name == "dense")
    odd = replace(graph, layers={**graph.layers, hidden: replace(graph.layers[hidden], name="a|b")})
    lines = markdown(odd, facts).splitlines()
    table = [line for line in lines if line.startswith("|")]
    assert len(table) == 5
    assert {line.replace("\\|", "").count("|") for line in table} == {9}
    assert "a\\|b" in table[3]
    assert lines[-1] == "4,001 parameters, 2,001 trainable, 2,000 not trainable, 20,008 bytes"


def test_that_the_layers_inside_a_nested_model_are_written_out_on_request_and_counted_once() -> None:
    graph, facts = drawing()
    hidden = [id for id in graph.nodes if graph.name_of(id) == "dense"]
    nested, model = make_model(graph, hidden, "inside")
    inner = nested.layer_of(model).model
    assert inner is not None
    known = {**facts.nodes, model: NodeFacts(((None, 1000),), "float32", 3000, 1000)}
    counts = {
        id: NodeFacts(((None, 1000),), "float32", 3000, 1000) for id in inner.nodes if inner.name_of(id) == "dense"
    }
    whole = GraphFacts(known, 4001, 2001, inner={nested.nodes[model].layer: GraphFacts(counts, 3000, 1000)})
    assert [row.path for row in rows(nested, whole)] == ["input", "inside", "dense_1"]
    written = rows(nested, whole, nested=True)
    assert "inside / dense" in [row.path for row in written]
    assert weight_bytes(written) == weight_bytes(rows(nested, whole)) == 20_008
    assert "\n  dense " in text(nested, whole, nested=True)
    assert "inside / dense,Dense," in as_csv(nested, whole, nested=True)


def test_that_unknown_shapes_are_a_question_mark() -> None:
    graph, _ = drawing()
    assert " ?" in text(graph, GraphFacts())
