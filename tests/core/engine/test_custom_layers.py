"""Layers and models of the user's own: as Keras's own ones from shapes to a saved file, and only after consent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from desktop_nn.catalogue import load
from desktop_nn.catalogue.code_files import CodeFile, of_text
from desktop_nn.catalogue.code_templates import TEMPLATES, template
from desktop_nn.codegen.script import script
from desktop_nn.data import sources
from desktop_nn.engine import custom_layers, model_files
from desktop_nn.engine.build import build
from desktop_nn.engine.fit import Trained, go_on
from desktop_nn.engine.shapes import ShapeInference
from desktop_nn.graph import edits
from desktop_nn.graph.model import Graph, Link
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project.document import Project, with_code, with_graph
from desktop_nn.training import consent
from desktop_nn.training.events import RunEvent, RunStarted
from desktop_nn.training.steering import Steering
from tests.core.engine.drawings import chain
from tests.core.engine.projects import classification, run

LAYERS = '''"""Layers of my own."""

import keras


class MyDense(keras.layers.Layer):
    """A dense layer, written out."""

    def __init__(self, units: int, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)

    def build(self, input_shape):
        self.kernel = self.add_weight(name="kernel", shape=(input_shape[-1], self.units), initializer="glorot_normal")
        self.bias = self.add_weight(name="bias", shape=(self.units,), initializer="zeros")

    def call(self, inputs):
        return self.activation(inputs @ self.kernel + self.bias)


class Residual(keras.layers.Layer):
    """Dense layers with a way past them."""

    def __init__(self, depth: int = 2, units: int = 12, rate: float = 0.0, **kwargs):
        super().__init__(**kwargs)
        self.hidden = [keras.layers.Dense(units, activation="relu") for _ in range(depth)]
        self.dropout = keras.layers.Dropout(rate)

    def call(self, inputs, training=None):
        z = inputs
        for layer in self.hidden:
            z = layer(z)
        self.add_loss(1e-3 * keras.ops.mean(z))
        return inputs + self.dropout(z, training=training)


class Regressor(keras.Model):
    def __init__(self, output_dim: int, **kwargs):
        super().__init__(**kwargs)
        self.hidden = keras.layers.Dense(8, activation="tanh")
        self.out = keras.layers.Dense(output_dim)

    def call(self, inputs):
        return self.out(self.hidden(inputs))


class Short(keras.layers.Layer):
    def __init__(self, factor=2.0):
        super().__init__()
        self.factor = factor

    def call(self, inputs):
        return inputs * self.factor


class Gate(keras.layers.Layer):
    def call(self, values, gate):
        return values * keras.ops.sigmoid(gate)
'''
OWN = (
    ("MyDense", {"units": 12, "activation": "relu"}),
    ("Residual", {"rate": 0.2}),
    ("Short", {"factor": 0.5}),
    ("Regressor", {"output_dim": 9}),
)


def project(text: str = LAYERS, *hidden: tuple[str, dict[str, Any]], agreed: bool = True, **choices: Any) -> Project:
    code = of_text("mine.py", text)
    if agreed:
        consent.agree_for_now(code.sha256)
    return with_code(classification(*(hidden or OWN), **choices), (code,))


def problem_of(text: str, *hidden: tuple[str, dict[str, Any]]) -> Problem:
    """What the shapes say of the only layer that is wrong."""
    made = project(text, *(hidden or (("A", {}),)))
    found = [node.problem for node in ShapeInference().infer(made.graph).nodes.values() if node.problem is not None]
    assert len(found) == 1
    return found[0]


def what(text: str, *hidden: tuple[str, dict[str, Any]]) -> str:
    return problem_of(text, *hidden).what


def same_weights(one: Any, other: Any) -> bool:
    pairs = zip(one.get_weights(), other.get_weights(), strict=True)
    return all(np.array_equal(ours, theirs) for ours, theirs in pairs)


def classes(code: CodeFile) -> dict[str, Any]:
    space: dict[str, Any] = {"__name__": "elsewhere"}
    exec(code.text, space)
    return {name: space[name] for name in ("MyDense", "Residual", "Regressor", "Short", "Gate")}


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Trained:
    found, _ = run(project(), tmp_path_factory.mktemp("runs"))
    assert found.ended.problem is None
    return found


def test_that_shapes_and_counts_are_those_of_the_real_class() -> None:
    facts = ShapeInference().infer(project().graph)
    shapes = [node.output_shapes[0][-1] for node in facts.nodes.values()]
    assert shapes == [5, 12, 12, 12, 9, 3]
    assert [node.parameters for node in facts.nodes.values()] == [0, 72, 312, 0, 185, 30]


def test_that_nothing_runs_without_consent_and_the_settings_stay(tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    text = f"open({str(marker)!r}, 'w').close()\n# {tmp_path}\n{LAYERS}"
    made = project(text, agreed=False)
    inference = ShapeInference()
    told = [node.problem.what for node in inference.infer(made.graph).nodes.values() if node.problem is not None]
    assert told == ["MyDense is Python code (mine.py) that nobody has agreed to run on this computer."]
    with pytest.raises(ProblemError, match="nobody has agreed"):
        build(made.graph, 0)
    run_, _ = run(made, tmp_path / "runs")
    assert run_.ended.problem is not None
    assert "nobody has agreed" in run_.ended.problem.what
    assert not marker.exists()
    consent.agree_for_now(made.code[0].sha256)
    assert all(node.problem is None for node in inference.infer(made.graph).nodes.values())
    assert marker.exists()


def test_that_it_trains_the_fast_way_bit_for_bit(trained: Trained, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("desktop_nn.engine.keras_fit.why_not", lambda *_: "for comparison")
    plain, events = run(project(), tmp_path)
    assert next(event for event in events if isinstance(event, RunStarted)).slow == ""
    assert same_weights(trained.model, plain.model)


def test_that_the_script_comes_to_the_same_numbers(
    trained: Trained, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = project()
    assert made.data.source is not None
    monkeypatch.chdir(tmp_path)
    variables: dict[str, Any] = {"__name__": "__main__"}
    exec(compile(script(made, sources.describe(made.data.source)), "generated.py", "exec"), variables)
    assert same_weights(trained.model, variables["model"])
    assert variables["model"].layers[2].name == "short"


@pytest.mark.thorough
def test_that_random_numbers_past_keras_take_the_plain_way(tmp_path: Path) -> None:
    text = (
        "import keras\nimport tensorflow as tf\n\n\nclass Noise(keras.layers.Layer):\n    def call(self, x):\n"
        "        return x + tf.random.normal(tf.shape(x))\n"
    )
    found, events = run(project(text, ("Noise", {}), epochs=1), tmp_path)
    assert found.ended.status == "finished"
    started = next(event for event in events if isinstance(event, RunStarted))
    assert started.slow == "Noise draws random numbers past Keras (mine.py)."


@pytest.mark.parametrize("suffix", [".h5", pytest.param(".keras", marks=pytest.mark.thorough)])
def test_that_a_saved_model_comes_back_and_stock_keras_opens_it(suffix: str, trained: Trained, tmp_path: Path) -> None:
    import keras

    made = project(LAYERS, *OWN[:2], OWN[3])
    model = build(made.graph, 3)
    path = tmp_path / f"model{suffix}"
    model_files.save(model, path, made)
    inputs = np.random.default_rng(0).normal(size=(4, 5)).astype("float32")
    answers = model.predict(inputs, verbose=0)
    restored = model_files.restore(model_files.read(path))
    assert np.array_equal(restored.predict(inputs, verbose=0), answers)
    stock = keras.models.load_model(path, custom_objects=classes(made.code[0]))
    assert np.array_equal(stock.predict(inputs, verbose=0), answers)


@pytest.mark.thorough
def test_that_a_run_goes_on_bit_for_bit(tmp_path: Path) -> None:
    straight, _ = run(project(epochs=3), tmp_path / "straight")
    first, _ = run(project(epochs=2), tmp_path / "first")
    assert first.folder is not None
    events: list[RunEvent] = []
    longer = go_on(first.folder, events.append, Steering(), epochs=3)
    assert longer.ended.problem is None
    assert same_weights(straight.model, longer.model)


@pytest.mark.thorough
def test_that_the_preflight_goes_through_it() -> None:
    from desktop_nn.engine.preflight.flight import preflight

    checks = preflight(project(), lambda _: None).checks
    assert len(checks) > 4
    assert not [check for check in checks if check.name == "failed"]


def test_that_a_second_argument_is_a_second_input() -> None:
    code = of_text("mine.py", LAYERS)
    consent.agree_for_now(code.sha256)
    graph = chain(("Dense", {"units": 4}), ("Gate", {}), shape=(4,))
    start, dense, gate = graph.nodes
    graph = with_graph(Project(code=(code,)), graph).graph
    graph = edits.connect(graph, Link(start, gate, 0, 1), load())
    facts = ShapeInference().infer(graph)
    assert facts.nodes[gate].output_shapes == ((None, 4),)
    assert facts.nodes[dense].problem is None


HEAD = "import keras\n\n\nclass A(keras.layers.Layer):\n"


@pytest.mark.parametrize(
    ("text", "told", "line"),
    [
        (f"{HEAD}    def call(self, x):\n        return nothing", "A failed in call, line 6: NameError", 6),
        (
            f"{HEAD}    def build(self, shape):\n        raise ValueError('no `b`')\n\n    def call(self, x):\n"
            "        return x",
            "A failed in build, line 6: ValueError: no b.",
            6,
        ),
        (
            f"{HEAD}    def __init__(self):\n        exit(3)\n\n    def call(self, x):\n        return x",
            "A failed in __init__, line 6: SystemExit: 3.",
            6,
        ),
        (
            f"{HEAD}    def call(self, x):\n        return x\n\n\nimport nowhere_to_be_found",
            "The file failed, line 9: ModuleNotFoundError: No module named 'nowhere_to_be_found'.",
            9,
        ),
        (
            f"{HEAD}    def call(self, x):\n        self.w = self.add_weight(shape=(3,))\n        return x",
            "A failed in call, line 6: ValueError: You cannot add new elements of state",
            6,
        ),
        (
            f"{HEAD}    def __init__(self):\n        self.n = 3\n\n    def call(self, x):\n        return x",
            "A: In layer 'A', you forgot to call super().__init__()",
            4,
        ),
        (f"{HEAD}    pass", "A has no method “call”, which says what it computes.", 4),
        ("class A:\n    def call(self, x):\n        return x", "A is no layer: it has neither", 1),
        (f"{HEAD}    def call(self, *x):\n        return x", "A.call takes *x, so its inputs have no names", 4),
        (
            f"{HEAD}    def __init__(self, *n):\n        pass\n\n    def call(self, x):\n        return x",
            "A.__init__ takes *n, so its parameters have no names",
            4,
        ),
        (f"{HEAD}    def call(self, x):\n        return x\n\n\nreturn 3", "Line 9 is no Python: 'return' outside", 9),
    ],
)
def test_that_what_is_wrong_is_told_with_class_method_and_line(text: str, told: str, line: int) -> None:
    found = problem_of(text)
    assert found.what.startswith(told)
    assert found.at == ("mine.py", line)


def test_that_a_required_parameter_that_is_missing_is_told() -> None:
    assert what(LAYERS, ("MyDense", {})) == "MyDense needs a value for “units”."
    assert what(LAYERS, ("Short", {"other": 3})) == "Short has no parameter “other”."


@pytest.mark.parametrize(
    "text",
    [
        "while True:\n    pass\n" + f"{HEAD}    def call(self, x):\n        return x",
        f"{HEAD}    def build(self, s):\n        while True:\n            pass\n\n"
        "    def call(self, x):\n        return x",
        f"{HEAD}    def call(self, x):\n        n = 0\n        while True:\n            try:\n                n += 1\n"
        "            except Exception:\n                pass",
    ],
    ids=["import", "build", "call"],
)
def test_that_code_that_never_returns_is_broken_off(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(custom_layers, "SECONDS", 0.1)
    monkeypatch.setattr("desktop_nn.engine.code_watch._PATIENCE", 0.1)
    found = problem_of(text)
    assert found.what.startswith("A did not return from ")
    assert found.what.endswith(", and was broken off.")
    assert found.at is not None
    assert found.at[0] == "mine.py"


def test_that_a_call_that_would_end_the_app_is_told() -> None:
    found = problem_of(f"{HEAD}    def call(self, x):\n        raise SystemExit(3)")
    assert found.what == "A failed in call, line 6: RuntimeError: SystemExit 3."


def test_that_code_that_hangs_costs_its_time_once_a_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(custom_layers, "SECONDS", 0.1)
    monkeypatch.setattr("desktop_nn.engine.code_watch._PATIENCE", 0.1)
    endless = "    def __init__(self, n=0):\n        while True:\n            pass\n\n"
    made = project(f"{HEAD}{endless}    def call(self, x):\n        return x", ("A", {"n": 1}))
    start = next(iter(made.graph.nodes))
    graph = made.graph
    for number in range(2, 30):
        graph, node = edits.place(graph, "A", 0, 0, config={"n": number})
        graph = edits.connect(graph, Link(start, node), load())
    inference = ShapeInference()
    facts = inference.infer(with_graph(made, graph).graph)
    told = [
        node.problem.what for node in facts.nodes.values() if node.problem and "did not return" in node.problem.what
    ]
    assert len(told) == 29
    assert inference.asked == 2


def test_that_what_it_raises_while_it_trains_ends_the_run_in_a_sentence(tmp_path: Path) -> None:
    text = (
        f"{HEAD}    def call(self, x, training=None):\n        if training:\n"
        "            raise ValueError('only now')\n        return x"
    )
    found, _ = run(project(text, ("A", {})), tmp_path)
    assert found.ended.problem is not None
    assert found.ended.problem.what == "A failed in call, line 7: ValueError: only now."
    assert found.ended.problem.at == ("mine.py", 7)


@pytest.mark.thorough
def test_that_one_that_hangs_while_it_trains_is_broken_off_after_a_stop(tmp_path: Path, monkeypatch: Any) -> None:
    import threading
    import time

    monkeypatch.setattr("desktop_nn.engine.code_watch._PATIENCE", 0.1)
    marker = tmp_path / "inside"
    text = (
        f"{HEAD}    def call(self, x, training=None):\n        if training:\n"
        f"            open({str(marker)!r}, 'w').close()\n            while True:\n                pass\n"
        "        return x"
    )
    steering = Steering()

    def stop_once_inside() -> None:
        while not marker.exists():
            time.sleep(0.02)
        steering.stop()

    threading.Thread(target=stop_once_inside, daemon=True).start()
    found, events = run(project(text, ("A", {})), tmp_path / "runs", stop=steering)
    assert found.ended.status == "stopped"
    assert any("did not return from call" in getattr(event, "text", "") for event in events)


def test_that_two_layers_share_one_class_across_nested_models() -> None:
    from desktop_nn.graph.model import MODEL_KIND, Layer

    made = project()
    inner = chain(("MyDense", {"units": 4}), shape=(5,))
    graph = chain(("Dense", {"units": 5}), shape=(5,))
    node = list(graph.nodes)[1]
    layer = Layer(graph.nodes[node].layer, MODEL_KIND, "inside", model=inner)
    graph = with_graph(made, replace(graph, layers={**graph.layers, layer.id: layer})).graph
    assert build(graph, 0).output_shape == (None, 4)
    assert ShapeInference().infer(graph).parameters == 24


def kinds(graph: Graph) -> Sequence[str]:
    return [layer.kind for layer in graph.layers.values()]


def test_that_code_that_cannot_be_broken_off_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(custom_layers, "SECONDS", 0.1)
    monkeypatch.setattr("desktop_nn.engine.code_watch._PATIENCE", 0.1)
    told: list[str] = []
    hear_no_more = custom_layers.hear_of_stuck(told.append)
    try:
        found = problem_of(f"import time\n{HEAD}    def call(self, x):\n        time.sleep(1.5)\n        return x")
    finally:
        hear_no_more()
    assert told == ["A does not return and cannot be broken off: it waits for something outside of Python."]
    assert "did not return from call" in found.what


@pytest.mark.parametrize("title", TEMPLATES)
def test_that_each_template_works_and_says_for_a_file_what_it_was_made_with(title: str) -> None:
    name, _ = TEMPLATES[title]
    made = project(template(title), (name, {}))
    graph = with_graph(made, chain((name, {}), shape=(32,))).graph
    model = build(graph, 1)
    layer = model.layers[-1]
    config = type(layer).get_config(layer)
    assert config["name"] == layer.name
    again = type(layer).from_config(config)
    assert type(again).get_config(again) == config


@pytest.mark.parametrize("suffix", [".keras", pytest.param(".h5", marks=pytest.mark.thorough)])
def test_that_a_foreign_files_layers_get_their_weights_once_there_is_code_for_them(suffix: str, tmp_path: Path) -> None:
    import keras

    code = of_text("mine.py", f"{LAYERS}\n# {tmp_path}")
    theirs = classes(code)
    start = keras.Input((5,))
    hidden = theirs["MyDense"](8, activation="relu", name="first", trainable=False)(start)
    gated = theirs["Gate"](name="gate")(theirs["Residual"](units=8, name="res")(hidden), hidden)
    model = keras.Model(start, keras.layers.Dense(3, activation="softmax")(gated))
    path = tmp_path / f"theirs{suffix}"
    model.save(path)
    inputs = np.random.default_rng(0).normal(size=(4, 5)).astype("float32")
    found = model_files.read(path)
    with pytest.raises(ProblemError, match="MyDense"):
        model_files.restore(found)
    with pytest.raises(ProblemError, match="nobody has agreed"):
        model_files.restore(found, code=(code,))
    consent.agree_for_now(code.sha256)
    restored = model_files.restore(found, code=(code,))
    assert np.array_equal(restored.predict(inputs, verbose=0), model.predict(inputs, verbose=0))
    assert not restored.get_layer("first").trainable
