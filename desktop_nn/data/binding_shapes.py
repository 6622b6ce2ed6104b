"""What shapes bound columns have as a model's input or target, and a sensible first proposal of bindings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop_nn.data.choices import Bindings, Step
from desktop_nn.data.columns import Column, Description
from desktop_nn.data.preprocessing import is_one_hot, used_columns
from desktop_nn.problems import Problem, ProblemError


def input_shape(columns: Sequence[str], description: Description, preprocessing: Sequence[Step]) -> tuple[int, ...]:
    """The shape of a sample (without the batch axis) that an input bound to these columns gets.

    One image keeps its shape; numbers and one-hot encoded categories stand in a row, `(width,)`.
    Raises ProblemError if there is no column, one is gone, an image stands beside another column, or a category
    is not one-hot encoded.
    """
    if not columns:
        raise _unfit("No column is bound.", "Choose columns for it in the data panel.")
    found = [_column(name, description) for name in columns]
    images = [column for column in found if column.kind == "image"]
    if images and len(found) > 1:
        fix = "Give the image an input of its own, and join both later in the model."
        raise _unfit(f"The image “{images[0].name}” cannot share an input with other columns.", fix)
    if images:
        return images[0].shape
    return (sum(_width(column, preprocessing, columns) for column in found),)


def target_shape(column: Column, *, one_hot: bool) -> tuple[int, ...]:
    """The shape of a sample of a target: `()` for a number or a class code, `(classes,)` one-hot, an image its own."""
    return (len(column.categories),) if one_hot else column.shape


def one_hot_target(target: str, description: Description, preprocessing: Sequence[Step], bindings: Bindings) -> bool:
    """Whether the target is given to Keras one-hot encoded, instead of as integer codes."""
    column = description.column(target)
    return column is not None and is_one_hot(column, preprocessing, used_columns(bindings))


def propose(description: Description, inputs: Iterable[str], outputs: Iterable[str]) -> Bindings:
    """All features to each input (only the first image if there are images), the proposed target to each output.

    `inputs` and `outputs` are node ids. More outputs than proposed targets share the last target.
    """
    features = [column for name in description.features if (column := description.column(name)) is not None]
    images = [column.name for column in features if column.kind == "image"]
    chosen = tuple(images[:1]) or tuple(column.name for column in features)
    targets = description.targets
    bound = {node: targets[min(i, len(targets) - 1)] for i, node in enumerate(outputs)} if targets else {}
    return Bindings(dict.fromkeys(inputs, chosen), bound)


def _column(name: str, description: Description) -> Column:
    column = description.column(name)
    if column is None:
        fix = "Bind other columns, or choose the data set that has it."
        raise _unfit(f"The column “{name}” is not in the data ({description.title}).", fix)
    return column


def _width(column: Column, preprocessing: Sequence[Step], used: Sequence[str]) -> int:
    if column.kind == "number":
        return 1
    if not is_one_hot(column, preprocessing, used):
        fix = "Add a one-hot step to the preprocessing, or take the column out."
        raise _unfit(f"“{column.name}” holds categories, which a network cannot take as they are.", fix)
    return len(column.categories)


def _unfit(what: str, fix: str) -> ProblemError:
    return ProblemError(Problem(what, "Data", fix))
