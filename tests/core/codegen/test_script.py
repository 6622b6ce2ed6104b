"""Generated scripts and notebooks: readable, complete, independent of the app."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
from dataclasses import replace

import pytest

from desktop_nn.catalogue.code_files import CodeFile
from desktop_nn.catalogue.own import SHAPES
from desktop_nn.codegen.model_code import model_section
from desktop_nn.codegen.notebook import notebook
from desktop_nn.codegen.script import listing, script
from desktop_nn.codegen.styles import Style
from desktop_nn.data import sources
from desktop_nn.data.choices import Bindings, DataChoices
from desktop_nn.data.columns import Description
from desktop_nn.engine.loading import load_keras
from desktop_nn.graph import edits
from desktop_nn.graph.model import Graph, Link
from desktop_nn.problems import ProblemError
from desktop_nn.project import examples
from desktop_nn.project.document import Project
from desktop_nn.training.choices import Configured
from tests.helpers.drawings import CATALOGUE, chain

RUFF = shutil.which("ruff")


def example(name: str) -> tuple[Project, Description]:
    project = examples.read(name).project
    assert project.data.source is not None
    return project, sources.describe(project.data.source)


@pytest.mark.parametrize("name", examples.names())
def test_that_a_script_imports_nothing_of_ours(name: str) -> None:
    tree = ast.parse(script(*example(name)))
    modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    modules |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    packages = {module.split(".")[0] for module in modules}
    assert packages <= {"itertools", "pathlib", "time", "keras", "matplotlib", "numpy", "sklearn"}


@pytest.mark.skipif(RUFF is None, reason="ruff belongs to the development extras")
@pytest.mark.parametrize("name", examples.names())
def test_that_a_script_is_formatted_as_people_would(name: str) -> None:
    """What formatters and linters want that are told nothing."""
    assert RUFF is not None
    project, description = example(name)
    for style in ("auto", "functional", "subclassing"):
        text = script(project, description, style)
        formatted = subprocess.run(
            [RUFF, "format", "--isolated", "-"], input=text, capture_output=True, text=True, check=True
        )
        assert formatted.stdout == text
        checks = ["check", "--isolated", "--extend-select", "W,I", "-"]
        subprocess.run([RUFF, *checks], input=text, capture_output=True, text=True, check=True)


def test_that_a_chain_becomes_a_sequential_model() -> None:
    text = script(*example("fashion-mnist"))
    assert "model = keras.Sequential(" in text
    assert 'layers.Dense(300, activation="relu", name="hidden1")' in text


def test_that_a_fork_becomes_a_functional_model() -> None:
    text = script(*example("two-outputs"))
    assert 'wide_and_deep = layers.Concatenate(name="wide_and_deep")([wide, hidden2])' in text
    assert 'model = keras.Model([wide, deep], [main_output, aux_output], name="two_outputs")' in text
    assert 'loss_weights={"main_output": 0.9, "aux_output": 0.1}' in text


def test_that_the_same_project_gives_the_same_script() -> None:
    assert script(*example("two-inputs")) == script(*example("two-inputs"))


def test_that_a_shared_layer_is_made_once_and_called_twice() -> None:
    graph, a = edits.place(Graph(), "InputLayer", 0, 0, name="a", config={"shape": [3]})
    graph, b = edits.place(graph, "InputLayer", 0, 0, name="b", config={"shape": [3]})
    graph, one = edits.place(graph, "Dense", 0, 0, name="twin", config={"units": 2})
    graph, two = edits.place_call(graph, graph.nodes[one].layer, 0, 0)
    graph, join = edits.place(graph, "Concatenate", 0, 0)
    for link in (Link(a, one), Link(b, two), Link(one, join), Link(two, join, 0, 1)):
        graph = edits.connect(graph, link, CATALOGUE)
    code = model_section(graph).code
    assert code.count("layers.Dense(") == 1
    assert "twin = twin_layer(a)" in code
    assert "twin_1 = twin_layer(b)" in code


def test_that_objects_inside_a_layer_are_made_by_their_classes() -> None:
    graph, (_, dense) = chain("InputLayer", "Dense")
    config = {
        "units": 4,
        "kernel_initializer": {"class_name": "HeNormal", "config": {"seed": 1}},
        "kernel_regularizer": {"class_name": "L2", "config": {"l2": 0.01}},
        "bias_initializer": "ones",
    }
    graph = edits.configure(graph, graph.nodes[dense].layer, config)
    code = model_section(graph).code
    assert "kernel_initializer=keras.initializers.HeNormal(seed=1)" in code
    assert "kernel_regularizer=keras.regularizers.L2(l2=0.01)" in code


def test_that_named_ports_become_arguments() -> None:
    graph, a = edits.place(Graph(), "InputLayer", 0, 0, name="words", config={"shape": [5, 8]})
    graph, node = edits.place(
        graph, "MultiHeadAttention", 0, 0, name="attention", config={"num_heads": 2, "key_dim": 4}
    )
    for port in (0, 1):
        graph = edits.connect(graph, Link(a, node, 0, port), CATALOGUE)
    assert 'layers.MultiHeadAttention(2, 4, name="attention")(words, value=words)' in model_section(graph).code


def test_that_states_are_taken_apart() -> None:
    graph, a = edits.place(Graph(), "InputLayer", 0, 0, name="words", config={"shape": [5, 8]})
    graph, lstm = edits.place(graph, "LSTM", 0, 0, config={"units": 3, "return_state": True})
    graph, dense = edits.place(graph, "Dense", 0, 0, config={"units": 1})
    graph = edits.connect(edits.connect(graph, Link(a, lstm), CATALOGUE), Link(lstm, dense, 1), CATALOGUE)
    graph = edits.mark_output(graph, lstm, True)
    code = model_section(graph).code
    assert "lstm = keras.tree.flatten(layers.LSTM(" in code
    assert "(lstm[1])" in code
    assert "[lstm[0], dense]" in code


def test_that_a_learning_rate_schedule_is_made_inside_the_optimizer() -> None:
    project, description = example("blobs-wide")
    rate = {
        "class_name": "ExponentialDecay",
        "config": {"initial_learning_rate": 0.1, "decay_steps": 10, "decay_rate": 0.9},
    }
    training = replace(project.training, optimizer=Configured("Adam", {"learning_rate": rate}))
    text = script(replace(project, training=training), description)
    assert "keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)" in text


@pytest.mark.parametrize("style", ["sequential", "functional", "subclassing"])
def test_that_a_locked_layer_stops_the_program_at_its_line_and_says_why(style: Style) -> None:
    graph, (start, lam, _) = chain("InputLayer", "Lambda", "Dense")
    graph = edits.configure(graph, graph.nodes[start].layer, {"shape": [3]})
    made = model_section(graph, style)
    lines = [span.first for span in made.spans if span.place and span.place.nodes == (lam,)]
    assert any("locked(" in made.code.splitlines()[line] for line in lines)
    with pytest.raises(NotImplementedError, match="lambda: Lambda is locked"):
        exec(made.code, {"keras": load_keras(), "layers": load_keras().layers, "SEED": 1})


@pytest.mark.parametrize("graph", [Graph(), chain("InputLayer")[0], chain("Dense", "Dense")[0]])
def test_that_a_drawing_that_is_no_model_is_refused(graph: Graph) -> None:
    with pytest.raises(ProblemError):
        model_section(graph)


def test_that_missing_choices_are_named() -> None:
    project, description = example("blobs-wide")
    (start,), (end,) = project.data.bindings.inputs, project.data.bindings.targets
    unbound = replace(project, data=replace(project.data, bindings=Bindings({}, {end: "class"})))
    aimless = replace(project, data=replace(project.data, bindings=Bindings({start: ("x1",)}, {})))
    unjudged = replace(project, training=replace(project.training, outputs={}))
    for wrong, says in ((unbound, "column"), (aimless, "target"), (unjudged, "loss")):
        with pytest.raises(ProblemError, match=says):
            script(wrong, description)


def test_that_without_data_the_script_makes_and_compiles_the_model() -> None:
    project, _ = example("blobs-wide")
    text = script(replace(project, data=DataChoices()), None)
    assert "# Data: No data is chosen" in text
    assert "model.compile(" in text
    assert "fit(" not in text


def test_that_a_listing_has_all_that_can_be_written_and_says_what_is_missing() -> None:
    project, description = example("blobs-wide")
    made = listing(replace(project, training=replace(project.training, outputs={})), description)
    ast.parse(made.text)
    assert "model.fit(" in made.text
    (problem,) = made.problems
    assert "has no loss" in problem.what
    (line,) = [number for number, line in enumerate(made.text.splitlines()) if "has no loss" in line]
    span = made.at(line)
    assert span is not None
    assert span.panel == "training"


@pytest.mark.parametrize("name", examples.names())
def test_that_a_notebook_has_the_scripts_code_in_cells(name: str) -> None:
    project, description = example(name)
    book = json.loads(notebook(project, description))
    assert (book["nbformat"], book["nbformat_minor"]) == (4, 5)
    cells = book["cells"]
    assert len({cell["id"] for cell in cells}) == len(cells)
    assert all(set(cell) >= {"cell_type", "metadata", "source", "id"} for cell in cells)
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    plain = script(project, description)
    assert ast.dump(ast.parse(code)) == ast.dump(ast.parse(plain.split('"""', 2)[2]))


@pytest.mark.parametrize(
    ("notes", "begins"),
    [
        ("# Mine\n\nText.", "# Mine\n\nText."),
        ("Text.", "# blobs_wide\n\nText."),
        ("", "# blobs_wide"),
    ],
)
def test_that_a_notebook_begins_with_a_title_and_the_projects_notes(notes: str, begins: str) -> None:
    project, description = example("blobs-wide")
    first = json.loads(notebook(replace(project, notes=notes), description))["cells"][0]
    assert first["cell_type"] == "markdown"
    assert "".join(first["source"]) == begins


def test_that_a_script_for_several_devices_makes_and_compiles_its_model_for_all_of_them() -> None:
    project, description = example("two-outputs")
    project = replace(project, training=replace(project.training, device="GPU:0, GPU:1"))
    text = script(project, description)
    ast.parse(text)
    assert 'strategy = tensorflow.distribute.MirroredStrategy(["GPU:0", "GPU:1"])' in text
    assert text.count("with strategy.scope():\n    ") == 2
    assert "    model.compile(" in text


def test_that_a_script_for_one_gpu_sees_that_one_only() -> None:
    project, description = example("california-mlp")
    text = script(replace(project, training=replace(project.training, device="GPU:1")), description)
    assert 'set_visible_devices(\n    tensorflow.config.list_physical_devices("GPU")[1],\n    "GPU",\n)' in text


@pytest.mark.skipif(RUFF is None, reason="ruff belongs to the development extras")
def test_that_callbacks_written_out_are_formatted_as_people_would() -> None:
    assert RUFF is not None
    own = "from __future__ import annotations\n\nimport keras\n\n\nclass Mine(keras.callbacks.Callback):\n    pass"
    project, description = example("blobs-wide")
    shapes = [Configured("LearningRateScheduler", {"shape": shape}) for shape in SHAPES]
    warm = Configured("LearningRateScheduler", {"shape": "cosine", "warm_up": 2, "end": 0.1, "epochs": 9})
    callbacks = (Configured("m.py:Mine"), Configured("ValTrainRatio", {"stop": True}), *shapes, warm)
    code = (CodeFile("m.py", tuple(own.split("\n"))),)
    project = replace(project, training=replace(project.training, callbacks=callbacks, code=code))
    text = script(project, description)
    options = ["--isolated", "-"]
    formatted = subprocess.run([RUFF, "format", *options], input=text, capture_output=True, text=True, check=True)
    assert formatted.stdout == text
