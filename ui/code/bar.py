"""The row above the code: its style, a word about it, what can be done with it; below, what is amiss and a way out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_nn.codegen.styles import STYLES, Style
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3
from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.icon_button import IconButton
from ui.widgets.styling import set_class

_TIPS: dict[Style, str] = {
    "auto": "Sequential for a chain of layers, functional for all else",
    "sequential": "A list of layers, one after the other",
    "functional": "Layers called on tensors",
    "subclassing": "A class that makes its layers and calls them",
}


class CodeBar(QWidget):
    """`style_chosen` carries a style, `helped` says that the offered way out was taken."""

    style_chosen = Signal(str)
    helped = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.style_box = CalmComboBox()
        self.hint = ElidedLabel("")
        self.notice = ElidedLabel("")
        self.help_button = QPushButton("")
        self.find_button = IconButton("search", "Find in the code (Ctrl+F)", "code_find_open", size=16)
        self.copy_button = QPushButton("Copy")
        self.save_button = QPushButton("Save as…")
        self._arrange()
        self.style_box.activated.connect(lambda _: self.style_chosen.emit(self.style_box.currentData()))
        self.help_button.clicked.connect(self.helped)
        theme.changed.connect(self._dress)
        self._dress()

    def show_style(self, style: Style) -> None:
        """Show which style is chosen."""
        self.style_box.setCurrentIndex(max(0, self.style_box.findData(style)))

    def say(self, text: str) -> None:
        """A word about the code."""
        self.hint.setText(text)
        self._amiss.hide()

    def warn(self, text: str, button: str, *, bad: bool = True) -> None:
        """What is amiss or missing, with a way out."""
        self.hint.setText("")
        self.notice.setText(text)
        set_class(self.notice, "warn" if bad else "dim")
        self.help_button.setText(button)
        self._amiss.show()

    @property
    def said(self) -> str:
        """What is said of the code."""
        return self.hint.text() if self._amiss.isHidden() else self.notice.text()

    def _arrange(self) -> None:
        self.style_box.setObjectName("code_style")
        self.style_box.setAccessibleName("Style of the code")
        for number, (style, title) in enumerate(STYLES.items()):
            self.style_box.addItem(title, style)
            self.style_box.setItemData(number, _TIPS[style], 3)
        self.style_box.setToolTip("How the model is written")
        self.style_box.setMinimumContentsLength(12)
        self.style_box.setSizePolicy(self.style_box.sizePolicy().Policy.Fixed, self.style_box.sizePolicy().Policy.Fixed)
        self.hint.setObjectName("code_hint")
        set_class(self.hint, "dim")
        self.notice.setObjectName("code_notice")
        self.help_button.setObjectName("code_help")
        self.copy_button.setObjectName("code_copy")
        self.copy_button.setToolTip("Copy the selected lines, or all")
        self.save_button.setObjectName("code_save")
        self.save_button.setToolTip("Save as a Python script or a notebook")
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.style_box)
        row.addWidget(self.hint, 1)
        row.addWidget(self.find_button)
        for button in (self.help_button, self.copy_button, self.save_button):
            set_class(button, "quiet")
        row.addWidget(self.copy_button)
        row.addWidget(self.save_button)
        self._amiss = QWidget()
        below = QHBoxLayout(self._amiss)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(SPACE_2)
        below.addWidget(self.notice, 1)
        below.addWidget(self.help_button)
        self._amiss.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE_1, SPACE_2, SPACE_1)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._amiss)

    def _dress(self) -> None:
        self.copy_button.setIcon(icon("copy", "accent"))
        self.save_button.setIcon(icon("file-down", "accent"))
