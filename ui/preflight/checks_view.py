"""The list of checks with what the selected one means: why it matters, what to do, and a way to its layer."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_nn.training.preflight import Check
from ui.preflight.model import WORDS, CheckModel
from ui.theme.icons import icon_size
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3
from ui.widgets.icon_button import IconButton
from ui.widgets.styling import label


class CheckTable(QTableView):
    """`entered` on Enter or a double click in a row."""

    entered_row = Signal(int)

    def __init__(self, model: CheckModel) -> None:
        super().__init__()
        self.setObjectName("preflight_checks")
        self.setAccessibleName("Checks")
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QTableView { border: none; }")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setStretchLastSection(True)
        self.doubleClicked.connect(lambda index: self.entered_row.emit(index.row()))
        theme.changed.connect(self._dress)
        self._dress()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the layer concerned."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered_row.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The three columns share the width; a longer explanation below must not hide the check that it is about."""
        super().resizeEvent(event)
        width = self.viewport().width()
        self.setColumnWidth(0, round(width * 0.31))
        self.setColumnWidth(1, round(width * 0.33))
        if event.size().height() < event.oldSize().height():
            self.scrollTo(self.currentIndex())

    def _dress(self) -> None:
        self.setIconSize(icon_size(15))
        self.verticalHeader().setDefaultSectionSize(round(24 * theme.scale))


class ChecksView(QWidget):
    """`go_to` carries the node of a check."""

    go_to = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.model = CheckModel()
        self._ended_with: tuple[Check, ...] = ()
        self.table = CheckTable(self.model)
        self.words = label("", "small", wrap=True)
        self.words.setObjectName("preflight_words")
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setMinimumHeight(round(46 * theme.scale))
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.button = IconButton("crosshair", "Go to the layer", "preflight_go_to")
        below = QHBoxLayout()
        below.setContentsMargins(SPACE_3, SPACE_1, SPACE_2, SPACE_2)
        below.setSpacing(SPACE_3)
        below.addWidget(self.words, 1)
        below.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table, 1)
        layout.addLayout(below)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._explain())
        self.table.entered_row.connect(self._go)
        self.button.clicked.connect(lambda: self._go(self.table.currentIndex().row()))
        self.model.modelReset.connect(self._explain)
        self._explain()

    def show_checks(self, checks: tuple[Check, ...], ended: bool) -> None:
        """Show what is known; at the end the first check that is not good is selected."""
        self.model.show(checks)
        if ended and checks != self._ended_with:
            self._ended_with = checks
            poor = [row for row, check in enumerate(checks) if check.verdict in ("bad", "warn")]
            poor.sort(key=lambda row: checks[row].verdict != "bad")
            if checks:
                self.table.selectRow(poor[0] if poor else 0)
        elif not ended:
            self._ended_with = ()

    def current(self) -> Check | None:
        """The selected check."""
        row = self.table.currentIndex().row()
        return self.model.checks[row] if 0 <= row < len(self.model.checks) else None

    def _explain(self) -> None:
        check = self.current()
        self.button.setVisible(check is not None and check.node is not None)
        if check is None:
            self.words.setText("")
            return
        self.words.setText(" ".join(filter(None, (f"{WORDS[check.verdict]}.", check.fix, check.explanation))))

    def _go(self, row: int) -> None:
        if 0 <= row < len(self.model.checks):
            node = self.model.checks[row].node
            if node is not None:
                self.go_to.emit(node)
