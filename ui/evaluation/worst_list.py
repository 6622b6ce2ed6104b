"""The worst answers: what was meant, what was said, how sure; with the picture where the data has pictures."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from desktop_nn.training.metric_titles import number_text
from desktop_nn.training.predictions import Array, OutputPredictions, Predictions
from ui.evaluation.work import WORST
from ui.widgets.tips import plain

PICTURE = 44


class WorstList(QListWidget):
    """Read-only."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("worst_list")
        self.setAccessibleName("Worst answers")
        self.setIconSize(QSize(PICTURE, PICTURE))
        self.setUniformItemSizes(True)

    def show_output(self, predictions: Predictions, output: OutputPredictions, pictures: dict[int, Array]) -> None:
        """List the worst answers of an output."""
        self.clear()
        confidence = output.confidence() if output.is_classification else None
        for row in output.worst(WORST):
            number = int(predictions.index[row])
            item = QListWidgetItem(_sentence(output, int(row), confidence))
            item.setToolTip(plain(f"Sample {number}"))
            if number in pictures:
                item.setIcon(QIcon(picture(pictures[number])))
            self.addItem(item)
        if self.count() == 0:
            self.addItem(QListWidgetItem("No wrong answers."))


def picture(image: Array) -> QPixmap:
    """An image sample, scaled up without smoothing so that its pixels stay crisp."""
    array = np.asarray(image)
    top = float(array.max()) or 1.0
    bytes_ = array if array.dtype == np.uint8 else (array / top * 255).astype(np.uint8)
    grey = np.ascontiguousarray(bytes_ if bytes_.ndim == 2 else bytes_.mean(axis=-1).astype(np.uint8))
    height, width = grey.shape
    shown = QImage(grey.tobytes(), width, height, width, QImage.Format.Format_Grayscale8)
    return QPixmap.fromImage(shown.copy()).scaled(PICTURE, PICTURE, Qt.AspectRatioMode.KeepAspectRatio)


def _sentence(output: OutputPredictions, row: int, confidence: Array | None) -> str:
    if confidence is not None:
        said, meant = int(output.labels()[row]), int(output.truth[row])
        names = output.class_names
        word = names[said] if said < len(names) else f"class {said}"
        return f"{names[meant]}\ncalled {word} ({confidence[row]:.0%} sure)"
    value = float(output.predicted.reshape(len(output.predicted), -1)[row, 0])
    return f"{number_text(float(output.truth[row]))}\npredicted {number_text(value)}"
