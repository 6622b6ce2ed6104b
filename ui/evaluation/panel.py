"""The evaluation panel: choose a part of the data, see figures, confusion or scatter, and the worst answers."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from desktop_nn.problems import Problem
from desktop_nn.training.metric_titles import in_order, losses_by_output, number_text, title_of
from ui.evaluation.confusion_view import ConfusionView
from ui.evaluation.scatter_view import ScatterView
from ui.evaluation.work import Result, evaluate
from ui.evaluation.worst_list import WorstList
from ui.running import RunControl
from ui.session import Session
from ui.theme.tokens import SPACE_2, SPACE_3
from ui.widgets.empty_state import EmptyState

PARTS = {"test": "Test part", "validation": "Validation part", "train": "Training part"}


class EvaluationPanel(QWidget):
    """Evaluates the model in hand when it is looked at, and again when another model comes."""

    def __init__(self, session: Session, run: RunControl) -> None:
        super().__init__()
        self.setObjectName("evaluation_panel")
        self._session, self._run = session, run
        self.result: Result | None = None
        self._stale = True
        self._part = QComboBox()
        self._part.setObjectName("evaluation_part")
        self._part.setAccessibleName("Part of the data")
        for key, title in PARTS.items():
            self._part.addItem(title, key)
        self._output = QComboBox()
        self._output.setObjectName("evaluation_output")
        self._output.setAccessibleName("Output")
        self._output.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._again = QPushButton("Evaluate")
        self._again.setObjectName("evaluate_button")
        self._figures = QLabel()
        self._figures.setObjectName("evaluation_figures")
        self._figures.setTextFormat(Qt.TextFormat.RichText)
        self._figures.setWordWrap(True)
        self._confusion, self._scatter, self._worst = ConfusionView(), ScatterView(), WorstList()
        self._empty = EmptyState(
            "target", "No model to evaluate yet", "Train the model, or open an .h5 file whose data is chosen in Data."
        )
        self._lay_out()
        self._part.currentIndexChanged.connect(self.refresh)
        self._again.clicked.connect(self.refresh)
        self._output.currentIndexChanged.connect(self._show_output)
        run.model_changed.connect(self._model_changed)
        self._model_changed()

    def refresh(self) -> None:
        """Evaluate the model in hand on the chosen part, on the worker of files."""
        model = self._run.model
        if model is None:
            return
        self._stale = False
        part = str(self._part.currentData())
        self._again.setEnabled(False)
        self._figures.setText("Evaluating…")
        self._content.setVisible(self.result is not None)
        if model.path is not None and model.live is None:
            from dataclasses import replace

            drawn = self._session.project
            model = replace(model, project=replace(model.project, data=drawn.data))
        held = model
        self._session.files.submit(
            lambda _cancelled: evaluate(held, part), done=self._show, refused=self._refused, latest="evaluate"
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Qt's; evaluates what has not been evaluated."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _model_changed(self) -> None:
        self.result, self._stale = None, True
        self._pages.setCurrentIndex(1 if self._run.model else 0)
        if self.isVisible():
            self.refresh()

    def _show(self, result: Result) -> None:
        self.result = result
        self._content.setVisible(True)
        self._again.setEnabled(True)
        model = self._run.model
        losses = losses_by_output(model.project.graph, model.project.training) if model else {}
        found = result.predictions.figures
        figures = [(key, found[key]) for key in in_order(found)]
        self._figures.setText(
            "&nbsp;&nbsp;&nbsp; ".join(f"{title_of(key, losses).title} <b>{number_text(v)}</b>" for key, v in figures)
        )
        self._output.blockSignals(True)
        self._output.clear()
        for output in result.predictions.outputs:
            self._output.addItem(output.output)
        self._output.blockSignals(False)
        self._output.setVisible(self._output.count() > 1)
        self._show_output()

    def _show_output(self) -> None:
        if self.result is None or not self.result.predictions.outputs:
            return
        output = self.result.predictions.outputs[max(0, self._output.currentIndex())]
        self._confusion.setVisible(output.is_classification)
        self._scatter.setVisible(not output.is_classification)
        if output.is_classification:
            self._confusion.show_output(output)
        else:
            self._scatter.show_output(output)
        self._worst.show_output(self.result.predictions, output, self.result.pictures)

    def _refused(self, problems: tuple[Problem, ...]) -> None:
        self._again.setEnabled(True)
        self._figures.setText("")
        self._session.tell_problems(problems)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        for widget in (self._part, self._output, self._again):
            head.addWidget(widget)
        head.addSpacing(SPACE_2)
        head.addWidget(self._figures, 1)
        caption = QLabel("Worst answers")
        caption.setProperty("class", "small")
        side = QVBoxLayout()
        side.setSpacing(2)
        side.addWidget(caption)
        side.addWidget(self._worst, 1)
        self._content = QWidget()
        self._content.setVisible(False)
        content = QHBoxLayout(self._content)
        content.setContentsMargins(0, 0, 0, 0)
        content.setSpacing(SPACE_3)
        content.addWidget(self._confusion, 3)
        content.addWidget(self._scatter, 3)
        content.addLayout(side, 2)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addLayout(head)
        layout.addWidget(self._content, 1)
        layout.addStretch(0)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._empty)
        self._pages.addWidget(page)
