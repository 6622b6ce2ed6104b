"""What the empty canvas says: how to begin. It takes no mouse events, so that the canvas below it works."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.theme.tokens import SPACE_2
from ui.widgets.icon_label import IconLabel


class EmptyHint(QWidget):
    """Icon, title and text in the middle of the view."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self.setObjectName("canvas_hint")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACE_2)
        icon = IconLabel("workflow", "text_faint", 30)
        title = QLabel("Drag a layer here, or press Tab to search")
        title.setProperty("class", "heading")
        text = QLabel("Then drag from port to port to connect. A model begins with an input.")
        text.setProperty("class", "dim")
        layout.addWidget(icon, 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (title, text):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            layout.addWidget(label)

    def centre(self, *, above: int = 0) -> None:
        """Stand in the middle of the parent, together with something of that height below it."""
        parent = self._host
        width = min(420, parent.width() - 32)
        self.setFixedWidth(max(width, 80))
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, max(8, (parent.height() - self.height() - above) // 2))
