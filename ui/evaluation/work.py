"""The slow part, for a worker: figures and predictions of the model in hand, and pictures of its worst answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui import engine_door
from ui.running import ModelInHand

if TYPE_CHECKING:
    from desktop_nn.data.columns import Dataset
    from desktop_nn.training.predictions import Array, Predictions

WORST = 24


@dataclass(frozen=True, slots=True)
class Result:
    """What the panel shows. `pictures`: sample number -> image (h, w) or (h, w, c), for sets with images."""

    predictions: Predictions
    pictures: dict[int, Array]


def evaluate(model: ModelInHand, part: str) -> Result:
    """Predict a part ("test", "validation", "train") with the model in hand. Raises ProblemError."""
    from desktop_nn.data.sources import load

    predictions = engine_door.predict(model.project, model.live or model.path, part)
    pictures: dict[int, Array] = {}
    source = model.project.data.source
    if source is not None:
        dataset = load(source)
        column = next((item.name for item in dataset.description.columns if item.kind == "image"), None)
        if column is not None:
            pictures = _pictures(dataset, column, predictions)
    return Result(predictions, pictures)


def _pictures(dataset: Dataset, column: str, predictions: Predictions) -> dict[int, Array]:
    wanted = {int(predictions.index[row]) for output in predictions.outputs for row in output.worst(WORST)}
    return {number: dataset.values[column][number] for number in wanted}
