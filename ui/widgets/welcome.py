"""The page that greets: begin anew, open a file, open an example, go on with a recent file."""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3, SPACE_6
from ui.widgets.card_button import CardButton
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.icon_button import IconButton
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import label, set_class
from ui.widgets.tips import plain
from ui.widgets.topology_picture import TopologyPicture

_WIDTH = 880
_CARD = 250
_MOST_RECENT = 6


class WelcomePage(QScrollArea):
    """`examples` are (name, title, about); signals tell what the user wants."""

    example_wanted = Signal(str)
    new_wanted = Signal()
    open_wanted = Signal()
    recent_wanted = Signal(Path)
    forget_wanted = Signal(Path)

    def __init__(self, examples: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.setObjectName("welcome_page")
        self.setAccessibleName("Welcome")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.new_button = QPushButton("New model")
        self.open_button = QPushButton("Open…")
        self.cards = [self._card(*example) for example in examples]
        self._grid = QGridLayout()
        self._recent = QVBoxLayout()
        self._recent_box = QWidget()
        self._columns = 0
        self._arrange()
        self.new_button.clicked.connect(self.new_wanted)
        self.open_button.clicked.connect(self.open_wanted)
        theme.changed.connect(self._dress)
        self._dress()

    def set_recent(self, files: Sequence[Path], missing: Container[Path] = ()) -> None:
        """Show the files that were open last, the newest first; missing ones can only be taken out of the list."""
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        for number, path in enumerate(files[:_MOST_RECENT]):
            row = self._missing_row(path, number) if path in missing else self._file_row(path, number)
            self._recent.addWidget(row)
        self._recent_box.setVisible(bool(files))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt's: the keyboard begins at the first button."""
        super().focusInEvent(event)
        self.new_button.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt's: as many cards beside each other as fit."""
        super().resizeEvent(event)
        width = min(self.viewport().width() - 2 * SPACE_6, round(_WIDTH * theme.scale))
        self._flow(max(1, min(3, (width + SPACE_3) // (round(_CARD * theme.scale) + SPACE_3))))

    def _arrange(self) -> None:
        self.new_button.setObjectName("welcome_new")
        self.open_button.setObjectName("welcome_open")
        set_class(self.new_button, "primary")
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_2)
        buttons.addWidget(self.new_button)
        buttons.addWidget(self.open_button)
        buttons.addStretch(1)
        self._grid.setSpacing(SPACE_3)
        recent = QVBoxLayout(self._recent_box)
        recent.setContentsMargins(0, SPACE_3, 0, 0)
        recent.setSpacing(SPACE_2)
        recent.addWidget(label("Recent files", "heading"))
        self._recent.setSpacing(SPACE_1)
        recent.addLayout(self._recent)
        self._recent_box.hide()
        self._column = QWidget()
        column = QVBoxLayout(self._column)
        column.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_6)
        column.setSpacing(SPACE_3)
        column.addStretch(2)
        column.addWidget(label("Desktop NN", "display"))
        column.addWidget(label("Draw a Keras model, train it while you watch, and see why it works.", "dim", wrap=True))
        column.addLayout(buttons)
        column.addSpacing(SPACE_3)
        column.addWidget(label("Examples", "heading"))
        column.addLayout(self._grid)
        column.addWidget(self._recent_box)
        column.addStretch(3)
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._column, 1000)
        row.addStretch(1)
        self.setWidget(page)

    def _card(self, name: str, title: str, about: str) -> CardButton:
        card = CardButton(f"example_{name}", f"Example {title}: {about}")
        column = QVBoxLayout(card)
        column.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        column.setSpacing(SPACE_1)
        column.addWidget(TopologyPicture(name))
        column.addSpacing(SPACE_1)
        column.addWidget(label(title, "heading"))
        text = label(about, "dim", wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(text, 1)
        card.clicked.connect(lambda: self.example_wanted.emit(name))
        return card

    def _file_row(self, path: Path, number: int) -> CardButton:
        row = CardButton(f"recent_{number}", f"Open {path}")
        row.setToolTip(plain(str(path)))
        line = QHBoxLayout(row)
        line.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        line.setSpacing(SPACE_2)
        line.addWidget(IconLabel("file", size=15))
        line.addWidget(label(path.name))
        folder = ElidedLabel(str(path.parent))
        set_class(folder, "dim")
        line.addWidget(folder, 1)
        row.clicked.connect(lambda: self.recent_wanted.emit(path))
        return row

    def _missing_row(self, path: Path, number: int) -> QWidget:
        row = QWidget()
        row.setObjectName(f"recent_{number}")
        row.setToolTip(plain(f"{path} is not there any more"))
        line = QHBoxLayout(row)
        line.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        line.setSpacing(SPACE_2)
        line.addWidget(IconLabel("file", "text_faint", size=15))
        name = ElidedLabel(f"{path.name} — missing from {path.parent}")
        set_class(name, "dim")
        line.addWidget(name, 1)
        forget = IconButton("x", f"Take {path.name} out of this list", f"forget_{number}")
        forget.clicked.connect(lambda: self.forget_wanted.emit(path))
        line.addWidget(forget)
        return row

    def _flow(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        for index, card in enumerate(self.cards):
            self._grid.addWidget(card, index // columns, index % columns)

    def _dress(self) -> None:
        self._column.setMaximumWidth(round(_WIDTH * theme.scale) + 2 * SPACE_6)
        self.new_button.setIcon(icon("file-plus", "accent_text"))
        self.open_button.setIcon(icon("folder-open"))
