"""`desktop-nn convert IN OUT`: projects and models into each other, into code, and into pictures; by suffix."""

from __future__ import annotations

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
from desktop_nn.project import file, model_formats, picture_file
from desktop_nn.project.document import Project
from desktop_nn.project.model_formats import ModelFormat

if TYPE_CHECKING:
    from desktop_nn.codegen.styles import Style

Writer: TypeAlias = Callable[[Opened, Path], None]
CODE = (".py", ".ipynb")


def run(
    source: str, target: Path, style: str = "auto", *, folder: bool = False, keras2: bool = False, precision: str = ""
) -> int:
    """Write `target` out of `source`; returns the exit code. Raises ProblemError.

    `style` is that of code, `precision` that of the weights in TensorFlow Lite; with `keras2` an .h5 file is one for
    TensorFlow 2.0–2.15, with `folder` a target without a suffix is a SavedModel.
    """
    form = _model_format(target, folder=folder, keras2=keras2, precision=precision)
    suffix = target.suffix.lower()
    if style != "auto" and suffix not in CODE:
        fix = f"Leave “--style” out, or choose a name that ends in {' or '.join(CODE)}."
        raise ProblemError(Problem("Only code has a style.", str(target), fix))
    if form is None and suffix not in WRITERS:
        what = f"There is no way to write “{target.suffix or target.name}”."
        known = ", ".join(dict.fromkeys((".dnn", *model_formats.SUFFIXES, *WRITERS)))
        raise ProblemError(Problem(what, str(target), f"Choose a name that ends in {known}."))
    with only_results():
        found = opened_sound(source)
        for change in found.project.changes:
            progress(change)
        if form is not None:
            write_model(found, target, form, precision or "float32")
        elif suffix in CODE:
            write_code(found, target, cast("Style", style))
        else:
            WRITERS[suffix](found, target)
    progress(f"Wrote {target}")
    return 0


def _model_format(target: Path, *, folder: bool, keras2: bool, precision: str) -> ModelFormat | None:
    """The form of a model that is wished for, None if it is something else. Raises ProblemError for wrong wishes."""
    form = model_formats.of_path(target)
    if keras2:
        form = model_formats.of_path(target, keras2=True)
        if form is None:
            raise ProblemError(Problem("Only .h5 files have a layout of Keras 2.", str(target), "Name it so."))
    if form is None and folder and not target.suffix:
        form = model_formats.BY_ID["saved_model"]
    if precision and (form is None or precision not in dict(form.precisions)):
        fix = "Leave “--weights” out, or choose a name that ends in .tflite."
        raise ProblemError(Problem("Only TensorFlow Lite has a choice of weights.", str(target), fix))
    problem = model_formats.unwritable(form) if form is not None else None
    if problem is not None:
        raise ProblemError(problem)
    return form


def write_project(found: Opened, target: Path) -> None:
    """A .dnn file with the shapes that Keras gives."""
    project = found.project.project
    file.write(target, project, facts_of(project.graph))


def write_model(found: Opened, target: Path, form: ModelFormat, precision: str) -> None:
    """A model: a model file's own weights and optimizer state, or a drawing's fresh ones under its seed."""
    from desktop_nn.engine import exports, model_files

    project = found.project.project
    refuse_unagreed(project, callbacks=False)
    if found.model is not None and any(found.model.weights.values()):
        model = model_files.restore(found.model, project.training.seed, lambda problem: progress(str(problem)))
    else:
        model = fresh_model(project)
        if form.id != "architecture":
            seed = project.training.seed
            progress(f"{found.name} holds no weights, so the model gets fresh ones under its seed {seed}.")
    if form.use == model_formats.ELSEWHERE:
        progress(f"Converting to {form.title}…")
    note = exports.write(model, target, project, form.id, precision=precision)
    if note:
        progress(note)


def fresh_model(project: Project) -> Any:
    """The drawing as an untrained Keras model, compiled if every output has its loss."""
    from desktop_nn.engine import build, compile
    from desktop_nn.graph.effective import built
    from desktop_nn.graph.topology import output_nodes

    model = build.build(project.graph, project.training.seed)
    if all(project.training.output(id).loss for id in output_nodes(built(project.graph))):
        compile.compile_model(model, project.graph, project.training)
    return model


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
    ".py": write_code,
    ".ipynb": write_code,
    ".pdf": write_pdf,
    ".png": write_png,
    ".svg": write_svg,
    ".csv": write_table,
    ".md": write_table,
    ".txt": write_table,
}
