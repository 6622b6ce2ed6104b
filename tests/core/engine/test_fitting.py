"""Whether a link that is not drawn yet would fit: asked of Keras for its target alone."""

from __future__ import annotations

from dataclasses import replace

from desktop_nn.engine.fitting import Fitting
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.graph import bypassing, edits, sharing
from desktop_nn.graph.model import Config, Graph, Link


def drawing(*layers: tuple[str, str, Config], links: tuple[tuple[str, str], ...] = ()) -> tuple[Graph, dict[str, str]]:
    graph, ids = Graph(), dict[str, str]()
    for kind, name, config in layers:
        graph, ids[name] = edits.place(graph, kind, 0, 0, name=name, config=config)
    made = tuple(Link(ids[source], ids[target]) for source, target in links)
    return replace(graph, links=made), ids


IMAGE: Config = {"shape": [28, 28]}
FLAT: Config = {"shape": [4]}


def fitting() -> Fitting:
    return Fitting(ShapeInference())


def test_that_a_rank_that_does_not_fit_is_told_with_the_reason() -> None:
    graph, ids = drawing(("InputLayer", "flat", FLAT), ("Conv2D", "conv", {"filters": 2, "kernel_size": [3, 3]}))
    link = Link(ids["flat"], ids["conv"])
    doubt = fitting().doubts(graph, None, (link,))[link]
    assert doubt is not None
    assert doubt.where == "conv"
    assert doubt.fix
    assert "\n" not in str(doubt)


def test_that_a_dtype_that_does_not_fit_is_told() -> None:
    words: Config = {"shape": [1], "dtype": "string"}
    graph, ids = drawing(("InputLayer", "words", words), ("Dense", "dense", {"units": 2}))
    link = Link(ids["words"], ids["dense"])
    doubt = fitting().doubts(graph, None, (link,))[link]
    assert doubt is not None
    assert "text" in doubt.what


def test_that_a_shape_that_fits_is_no_doubt() -> None:
    graph, ids = drawing(("InputLayer", "in", IMAGE), ("Flatten", "flatten", {}))
    link = Link(ids["in"], ids["flatten"])
    assert fitting().doubts(graph, None, (link,)) == {link: None}


def test_that_the_other_links_of_a_merging_layer_count() -> None:
    graph, ids = drawing(
        ("InputLayer", "a", IMAGE), ("InputLayer", "b", FLAT), ("InputLayer", "c", IMAGE), ("Add", "sum", {}),
        links=(("a", "sum"),),
    )  # fmt: skip
    bad, good = Link(ids["b"], ids["sum"], 0, 1), Link(ids["c"], ids["sum"], 0, 1)
    found = fitting().doubts(graph, None, (bad, good))
    assert found[bad] is not None
    assert found[good] is None


def test_that_a_layer_that_lacks_other_links_is_no_doubt() -> None:
    graph, ids = drawing(("InputLayer", "a", IMAGE), ("Add", "sum", {}), ("MultiHeadAttention", "attend", {}))
    links = (Link(ids["a"], ids["sum"]), Link(ids["a"], ids["attend"]))
    assert not any(fitting().doubts(graph, None, links).values())


def test_that_what_is_not_known_upstream_gets_no_answer() -> None:
    graph, ids = drawing(("Dense", "loose", {"units": 2}), ("Dense", "dense", {"units": 2}))
    assert fitting().doubts(graph, None, (Link(ids["loose"], ids["dense"]),)) == {}


def test_that_a_problem_that_is_there_already_is_no_doubt() -> None:
    conv: Config = {"filters": 2, "kernel_size": [3, 3]}
    graph, ids = drawing(
        ("InputLayer", "a", FLAT), ("InputLayer", "b", FLAT), ("Conv2D", "conv", conv), links=(("a", "conv"),)
    )
    assert fitting().doubts(graph, graph.links[0], (Link(ids["b"], ids["conv"]),)) == {}


def test_that_a_link_that_is_replugged_counts_no_longer() -> None:
    graph, ids = drawing(
        ("InputLayer", "a", FLAT), ("InputLayer", "b", IMAGE), ("Flatten", "flatten", {}), links=(("a", "flatten"),)
    )
    link = Link(ids["b"], ids["flatten"])
    assert fitting().doubts(graph, graph.links[0], (link,)) == {link: None}
    assert fitting().doubts(graph, None, (link,)) == {}


def test_that_a_shared_layer_is_held_to_its_other_calls() -> None:
    graph, ids = drawing(
        ("InputLayer", "a", FLAT), ("InputLayer", "b", {"shape": [7]}), ("Dense", "dense", {"units": 2}),
        links=(("a", "dense"),),
    )  # fmt: skip
    graph, second = sharing.share(graph, ids["dense"], 0, 0)
    bad, good = Link(ids["b"], second), Link(ids["a"], second)
    found = fitting().doubts(graph, None, (bad, good))
    assert found[bad] is not None
    assert found[good] is None


def test_that_only_the_target_is_asked_about_and_once() -> None:
    inference = ShapeInference()
    graph, ids = drawing(
        ("InputLayer", "a", FLAT), *(("Dense", name, {"units": 3}) for name in "bcd"),
        links=(("a", "b"), ("c", "d")),
    )  # fmt: skip
    inference.infer(graph)
    asked, asker = inference.asked, Fitting(inference)
    asker.doubts(graph, None, (Link(ids["b"], ids["c"]),))
    asker.doubts(graph, None, (Link(ids["b"], ids["c"]),))
    assert inference.asked == asked + 1


def test_that_bypassed_layers_are_looked_through() -> None:
    conv: Config = {"filters": 2, "kernel_size": [3, 3]}
    graph, ids = drawing(
        ("InputLayer", "a", {"shape": [8, 8, 3]}), ("Flatten", "flatten", {}), ("Conv2D", "conv", conv),
        links=(("a", "flatten"),),
    )  # fmt: skip
    link = Link(ids["flatten"], ids["conv"])
    assert fitting().doubts(graph, None, (link,))[link] is not None
    passed = bypassing.set_bypassed(graph, {ids["flatten"]}, True)
    assert fitting().doubts(passed, None, (link,)) == {link: None}


def test_that_nothing_is_asked_once_it_is_cancelled() -> None:
    graph, ids = drawing(("InputLayer", "in", IMAGE), ("Flatten", "flatten", {}))
    assert fitting().doubts(graph, None, (Link(ids["in"], ids["flatten"]),), lambda: True) == {}
