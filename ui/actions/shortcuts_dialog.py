"""The sheet of all shortcuts and mouse gestures."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import QDialog, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ui.actions.action_set import ActionSet
from ui.theme.theme import theme
from ui.theme.tokens import TEXT

GESTURES = (
    ("Drag from port to port", "Connect two layers"),
    ("Drag the end of a link", "Plug it in elsewhere, or drop it to remove it"),
    ("Double-click, or Tab", "Search for a layer and add it"),
    ("Wheel, pinch", "Zoom at the pointer"),
    ("Middle button or Space + drag, two-finger scroll", "Move the view"),
    ("Drag on empty canvas", "Select; Shift adds, Ctrl toggles"),
    ("Arrow keys", "Go from layer to layer"),
    ("Click on a badge, or Enter", "Say what is wrong with a layer, and mend it"),
    ("Esc", "Back out one step"),
)
"""What the mouse does on the canvas."""


class ShortcutsDialog(QDialog):
    """Read-only; grouped by menu."""

    def __init__(self, actions: ActionSet, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("shortcuts_dialog")
        self.setWindowTitle("Keyboard shortcuts")
        tree = QTreeWidget()
        tree.setHeaderLabels(["Command", "Keys"])
        tree.setRootIsDecorated(False)
        groups: dict[str, QTreeWidgetItem] = {}
        for command in actions.commands():
            keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in actions[command.id].shortcuts()]
            if keys:
                title = command.menu.replace("/", " › ")
                if title not in groups:
                    groups[title] = QTreeWidgetItem(tree, [title])
                    groups[title].setFont(0, theme.font(TEXT, QFont.Weight.DemiBold))
                QTreeWidgetItem(groups[title], [command.title, "  or  ".join(keys)])
        mouse = QTreeWidgetItem(tree, ["On the canvas"])
        mouse.setFont(0, theme.font(TEXT, QFont.Weight.DemiBold))
        for gesture, meaning in GESTURES:
            QTreeWidgetItem(mouse, [meaning, gesture])
        tree.expandAll()
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        layout = QVBoxLayout(self)
        layout.addWidget(tree)
        self.resize(640, 560)
