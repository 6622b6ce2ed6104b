"""The bundled example projects: their names, titles, and the projects themselves (`resources/examples/*.dnn`)."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from desktop_nn.problems import Problem, ProblemError
from desktop_nn.project import file
from desktop_nn.project.file import OpenedProject


@dataclass(frozen=True, slots=True)
class Example:
    """An example as it is offered: `name` is its file's stem, `about` one line."""

    name: str
    title: str
    about: str


EXAMPLES = (
    Example("fashion-mnist", "Fashion-MNIST", "Pictures of clothes in ten classes: two hidden layers, 88 % right."),
    Example("california-mlp", "California housing", "A house's value from eight numbers: a first regression."),
    Example("wide-and-deep", "Wide and deep", "The inputs go round the hidden layers as well as through them."),
    Example("two-inputs", "Two inputs", "Wide and deep with different columns for each path."),
    Example("two-outputs", "Two outputs", "A second output in the middle keeps the hidden layers honest."),
    Example("blobs-wide", "Blobs, wide", "Seven overlapping clouds told apart by one layer of 100."),
    Example("blobs-deep", "Blobs, deep", "The same clouds told apart by three small layers."),
)


def names() -> tuple[str, ...]:
    """The examples' names, in the order in which they are best met."""
    return tuple(example.name for example in EXAMPLES)


def title(name: str) -> str:
    """An example's title. Raises ProblemError for an unknown name."""
    return _find(name).title


def about(name: str) -> str:
    """What an example shows, in one line. Raises ProblemError for an unknown name."""
    return _find(name).about


def read(name: str) -> OpenedProject:
    """Open an example; it has no path, so that saving asks where. Raises ProblemError for an unknown name."""
    resource = files("resources").joinpath("examples", f"{_find(name).name}.dnn")
    try:
        return file.loads(resource.read_text("utf-8"))
    except OSError as error:
        fix = "Install Desktop NN again: its files are not complete."
        raise ProblemError(Problem(f"The example cannot be read ({error}).", resource.name, fix)) from error


def _find(name: str) -> Example:
    for example in EXAMPLES:
        if example.name == name:
            return example
    raise ProblemError(Problem(f"There is no example “{name}”.", fix=f"There are: {', '.join(names())}."))
