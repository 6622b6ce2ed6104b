"""The command palette: search all commands by name and run one with Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ui.actions.action import Action
from ui.actions.action_set import ActionSet
from ui.theme.icons import icon, icon_size
from ui.theme.theme import theme


def matches(text: str, command: Action) -> int | None:
    """How well a command fits what was typed: smaller is better, None not at all."""
    title, wanted = f"{command.title} {command.menu}".lower(), text.lower().strip()
    if not wanted:
        return 1
    if wanted in title:
        return title.index(wanted)
    letters = iter(title)
    return 100 if all(letter in letters for letter in wanted.replace(" ", "")) else None


class CommandPalette(QFrame):
    """A popup over the window's top; Esc closes it, arrows choose, Enter runs."""

    def __init__(self, actions: ActionSet, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self.setObjectName("command_palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("class", "card")
        self._actions = actions
        self._field = QLineEdit(placeholderText="Type a command")
        self._field.setObjectName("command_palette_search")
        self._field.setAccessibleName("Search commands")
        self._list = QTreeWidget()
        self._list.setColumnCount(3)
        self._list.setHeaderHidden(True)
        self._list.setRootIsDecorated(False)
        self._list.setIconSize(icon_size(15))
        self._list.setAccessibleName("Commands")
        header = self._list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        self.resize(520, 360)
        self._field.textChanged.connect(self._fill)
        self._field.installEventFilter(self)
        self._list.itemActivated.connect(self._run)
        self._list.itemClicked.connect(self._run)
        self._fill("")

    def open_over(self, window: QWidget) -> None:
        """Show at the top middle of the window."""
        self.move(window.mapToGlobal(QPoint((window.width() - self.width()) // 2, 72)))
        self.show()
        self._field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter of the search field act on the list."""
        if watched is self._field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step:
                self._go_to(self._list.currentIndex().row() + step)
                return True
            item = self._list.currentItem()
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
                self._run(item)
                return True
        return super().eventFilter(watched, event)

    def _fill(self, text: str) -> None:
        self._list.clear()
        self._actions.refresh()
        ranked = [(matches(text, command), command) for command in self._actions.commands()]
        found = sorted(((rank, command) for rank, command in ranked if rank is not None), key=lambda pair: pair[0])
        for _rank, command in found:
            action = self._actions[command.id]
            if command.id == "edit.commands" or not action.isEnabled():
                continue
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            item = QTreeWidgetItem([action.text().replace("&", ""), command.menu.replace("/", " › "), keys])
            item.setIcon(0, icon(command.icon or "chevron-right"))
            item.setForeground(1, theme.colour("text_faint"))
            item.setForeground(2, theme.colour("text_dim"))
            item.setData(0, Qt.ItemDataRole.UserRole, command.id)
            self._list.addTopLevelItem(item)
        self._go_to(0)

    def _go_to(self, row: int) -> None:
        """Mark a row; past the ends it goes round."""
        item = self._list.topLevelItem(row % max(1, self._list.topLevelItemCount()))
        if item is not None:
            self._list.setCurrentItem(item)

    def _run(self, item: QTreeWidgetItem) -> None:
        action = self._actions[item.data(0, Qt.ItemDataRole.UserRole)]
        self.close()
        action.trigger()
