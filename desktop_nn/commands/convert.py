"""`desktop-nn convert IN OUT`: projects and models into each other, into code, and into pictures; by suffix."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from desktop_nn import atomic
from desktop_nn.commands.checking import description_of, facts_of
from desktop_nn.commands.opening import Opened, opened_sound
from desktop_nn.commands.output import only_results, progress
from desktop_nn.commands.trusting import refuse_unagreed
from desktop_nn.graph.facts import GraphFacts
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project import file, picture_file
from desktop_nn.project.document import Project

if TYPE_CHECKING:
    from desktop_nn.codegen.styles import Style

Writer: TypeAlias = Callable[[Opened, Path], None]
CODE = (".py", ".ipynb")


def run(source: str, target: Path, style: str = "auto") -> int:
    """Write `target` out of `source`, code in this style; returns the exit code. Raises ProblemError."""
    if style != "auto" and target.suffix.lower() not in CODE:
        fix = f"Leave “--style” out, or choose a name that ends in {' or '.join(CODE)}."
        raise ProblemError(Problem("Only code has a style.", str(target), fix))
    writer = WRITERS.get(target.suffix.lower())
    if writer is None:
        what = f"There is no way to write “{target.suffix or target.name}”."
        raise ProblemError(Problem(what, str(target), f"Choose a name that ends in {', '.join(WRITERS)}."))
    with only_results():
        found = opened_sound(source)
        for change in found.project.changes:
            progress(change)
        if target.suffix.lower() in CODE:
            write_code(found, target, cast("Style", style))
        else:
            writer(found, target)
    progress(f"Wrote {target}")
    return 0


def write_project(found: Opened, target: Path) -> None:
    """A .dnn file with the shapes that Keras gives."""
    project = found.project.project
    file.write(target, project, facts_of(project.graph))


def write_model(found: Opened, target: Path) -> None:
    """A Keras file: a model file's own weights and optimizer state, or a drawing's fresh ones."""
    from desktop_nn.engine import model_files

    project = found.project.project
    refuse_unagreed(project, callbacks=False)
    model = model_files.restore(found.model, project.training.seed) if found.model else fresh_model(project)
    model_files.save(model, target, project)


def fresh_model(project: Project) -> Any:
    """The drawing as an untrained Keras model, compiled if every output has its loss."""
    from desktop_nn.engine import build, compile
    from desktop_nn.graph.effective import built
    from desktop_nn.graph.topology import output_nodes

    model = build.build(project.graph, project.training.seed)
    if all(project.training.output(id).loss for id in output_nodes(built(project.graph))):
        compile.compile_model(model, project.graph, project.training)
    return model


def write_architecture(found: Opened, target: Path) -> None:
    """The model's layers as Keras's own JSON (`keras.models.model_from_json`), without weights."""
    from desktop_nn.engine import build

    project = found.project.project
    refuse_unagreed(project, callbacks=False)
    data = json.loads(build.build(project.graph, project.training.seed).to_json())
    atomic.write_text(target, json.dumps(data, indent=2, ensure_ascii=False) + "\n")


def write_code(found: Opened, target: Path, style: Style = "auto") -> None:
    """A Keras script, or a notebook, that needs nothing of ours; without data it only makes the model."""
    from desktop_nn.codegen.export import export
    from desktop_nn.codegen.model_code import locked_layers

    project = found.project.project
    description = description_of(project)
    export(target, project, facts_of(project.graph), description, style)
    if description is None:
        progress("No data is chosen, so the code makes the model and does not train it.")
    for name in locked_layers(project.graph):
        progress(f"The layer {name} is locked: the program stops there until you write it yourself.")


def write_table(found: Opened, target: Path) -> None:
    """The summary as a table: text, CSV or Markdown; layers inside nested models are written out."""
    from desktop_nn.codegen import summary_formats

    graph = found.project.project.graph
    form = summary_formats.FORMATS[summary_formats.SUFFIXES[target.suffix.lower()]]
    atomic.write_text(target, form(graph, facts_of(graph), nested=True).rstrip("\n") + "\n")


def write_svg(found: Opened, target: Path) -> None:
    """The drawing as a scalable picture."""
    atomic.write_text(target, _svg(found))


def write_png(found: Opened, target: Path) -> None:
    """The drawing as a picture of pixels, twice its size on the canvas, with the project inside."""
    from desktop_nn import screen

    project = found.project.project
    picture = screen.png(_svg(found))
    atomic.write_bytes(target, picture_file.with_project(picture, file.text_for(target, project, GraphFacts())))


def write_pdf(found: Opened, target: Path) -> None:
    """The drawing as a page that can be printed at any size."""
    from desktop_nn import screen

    atomic.write_bytes(target, screen.pdf(_svg(found), found.project.project.graph.name))


def _svg(found: Opened) -> str:
    from desktop_nn.codegen.picture import svg

    graph = found.project.project.graph
    return svg(graph, facts_of(graph))


WRITERS: dict[str, Writer] = {
    ".dnn": write_project,
    ".h5": write_model,
    ".keras": write_model,
    ".py": write_code,
    ".ipynb": write_code,
    ".json": write_architecture,
    ".pdf": write_pdf,
    ".png": write_png,
    ".svg": write_svg,
    ".csv": write_table,
    ".md": write_table,
    ".txt": write_table,
}
