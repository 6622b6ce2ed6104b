"""Sensible choices for a data set that has just been picked, so that a model can be trained on it at once."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_nn.data.binding_shapes import propose
from desktop_nn.data.choices import DataChoices, Part, Source, Split, Step
from desktop_nn.data.columns import Description


def choices_for(source: Source, description: Description, inputs: Iterable[str], outputs: Iterable[str]) -> DataChoices:
    """Preprocessing, split and bindings for the input and output nodes of a drawing."""
    bindings = propose(description, inputs, outputs)
    return DataChoices(source, propose_steps(description), propose_split(description), bindings)


def propose_steps(description: Description) -> tuple[Step, ...]:
    """Missing features filled in, images scaled to 0…1, numbers standardized, category features one-hot encoded."""
    features = [column for column in description.columns if column.name in description.features]
    kinds = {column.kind for column in features}
    images = "image" in kinds  # then the image alone is proposed as input
    steps = []
    if any(column.missing for column in features) and not images:
        steps.append(Step("impute"))
    if images:
        steps.append(Step("pixels"))
    elif "number" in kinds:
        steps.append(Step("standardize"))
    if "category" in kinds and not images:
        steps.append(Step("one-hot"))
    return tuple(steps)


def propose_split(description: Description) -> Split:
    """The source's own test part if it has one, else 20 %; then 20 % of the rest for validation."""
    return Split(test=Part(held="given")) if description.given_test else Split()
