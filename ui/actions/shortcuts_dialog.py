"""The sheet of all shortcuts and mouse gestures; the keys of a command can be changed here."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.actions import keymap
from ui.actions.action import Action
from ui.actions.action_set import ActionSet
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_2, SPACE_3, TEXT
from ui.widgets.styling import label, set_class

GESTURES = (
    ("Drag from port to port", "Connect two layers; ports with “!” would not fit, and say why"),
    ("Drop a wire on a card", "Connect its first input that fits"),
    ("Drop a wire on empty canvas", "Search for a layer that fits, and connect it"),
    ("Drop a layer on a link", "Insert it there"),
    ("Drag the end of a link", "Plug it in elsewhere, or drop it to remove it"),
    ("Y + drag, or Alt + drag on empty canvas", "Cut the links that the line crosses"),
    ("Ctrl while dragging layers", "Put them anywhere, in line or not"),
    ("Alt + drag a layer, or Alt while dragging", "Drag off a copy"),
    ("Ctrl + drag an output", "Move all its links to another output"),
    ("Double-click, or Tab", "Search for a layer and add it"),
    ("Drag the title of a group", "Move all that it holds; a click selects it"),
    ("Double-click on a folded group", "Unfold it in place; on a title, rename it"),
    ("Double-click on a nested model, or Enter", "Show the layers inside it; Esc with nothing selected leads out"),
    ("Drop layers in a group's frame", "Put them into the group; with Shift, take them out"),
    ("Double-click on a note", "Write on it; Ctrl+Enter or a click elsewhere keeps it, Esc does not"),
    ("Drag the edge of a note", "Make it larger or smaller"),
    ("Wheel, pinch", "Zoom at the pointer"),
    ("Middle button or Space + drag, two-finger scroll", "Move the view"),
    ("Drag to the edge of the view", "Let the view move on"),
    ("Drag on empty canvas", "Select; Shift adds, Ctrl toggles"),
    ("Arrow keys", "Go from layer to layer; Shift selects more, Ctrl moves the selection"),
    ("Enter", "Show the parameters of a layer; follow a link"),
    ("Menu key, Shift+F10", "The menu of what is selected"),
    ("Click on a badge, or Enter", "Say what is wrong with a layer, and mend it"),
    ("Esc", "Back out one step"),
    ("Wheel, or drag a rectangle, in a chart", "Zoom; the middle button moves, a double-click shows the whole run"),
    ("Arrow keys, + and - in a chart", "The values epoch by epoch; zoom"),
    ("Enter, Space, F2, Shift+F2, Del in the runs", "Charts; star; rename; notes; move to the trash"),
    ("Click on a line of code, or go there by arrow keys", "Select its layer; Enter opens where its choices are made"),
    ("Ctrl+F, F3 in the code", "Find in it"),
    ("Ctrl+F in the runs", "Filter them: val_loss < 0.3, state:finished, starred, -word"),
)
"""What the mouse does on the canvas and in the charts."""


_ROW = 22
"""Height of a row in pixels."""


class ShortcutsDialog(QDialog):
    """`changed(dict of keys by command id)` as soon as a key was changed; grouped by menu, with a search line."""

    changed = Signal(object)

    def __init__(self, actions: ActionSet, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("shortcuts_dialog")
        self.setWindowTitle("Keyboard shortcuts")
        self._actions = actions
        self._commands = {command.id: command for command in actions.commands()}
        self._keys = dict(actions.changed_keys)
        self._asked = ""
        self.line = QLineEdit(placeholderText="Search commands and keys")
        self.tree = QTreeWidget()
        self.field = QKeySequenceEdit()
        self.swap, self.reset = QPushButton("Swap"), QPushButton("Reset")
        self.clear, self.reset_all = QPushButton("No key"), QPushButton("Reset all")
        self.told = label("", "small", wrap=True)
        self._title = QLabel()
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()
        self._connect()
        self._fill()
        self._show_command()
        self.resize(760, 600)

    # --- parts ---------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.line.setObjectName("shortcuts_search")
        self.line.setAccessibleName("Search commands and keys")
        self.tree.setObjectName("shortcuts_list")
        self.tree.setAccessibleName("Commands and their keys")
        self.tree.setHeaderLabels(["Command", "Keys"])
        self.tree.setRootIsDecorated(False)
        self.field.setObjectName("shortcuts_field")
        self.field.setAccessibleName("New keys")
        self.field.setMaximumSequenceLength(1)
        self.field.setFixedWidth(round(150 * theme.scale))
        self.reset_all.setObjectName("shortcuts_reset_all")
        for button in (self.swap, self.reset, self.clear, self.reset_all):
            button.setAutoDefault(False)
        set_class(self.swap, "primary")
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self._title, 1)
        for widget in (self.field, self.clear, self.reset):
            row.addWidget(widget)
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_2)
        foot.addWidget(self.told, 1)
        foot.addWidget(self.swap)
        foot.addWidget(self.reset_all)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        column.setSpacing(SPACE_2)
        column.addWidget(self.line)
        column.addWidget(self.tree, 1)
        column.addLayout(row)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.line.textChanged.connect(self._filter)
        self.tree.currentItemChanged.connect(lambda *_: self._show_command())
        self.tree.itemActivated.connect(lambda *_: self.field.setFocus())
        self.field.editingFinished.connect(self._try)
        self.swap.clicked.connect(self._swap)
        self.clear.clicked.connect(lambda: self._give(""))
        self.reset.clicked.connect(self._reset)
        self.reset_all.clicked.connect(self._reset_all)

    def _fill(self) -> None:
        groups: dict[str, QTreeWidgetItem] = {}
        for command in self._commands.values():
            title = command.menu.replace("/", " › ")
            if title not in groups:
                groups[title] = self._head(title)
            item = QTreeWidgetItem(groups[title], [command.title, ""])
            item.setData(0, Qt.ItemDataRole.UserRole, command.id)
            item.setSizeHint(0, QSize(0, round(_ROW * theme.scale)))
        mouse = self._head("On the canvas")
        for gesture, meaning in GESTURES:
            QTreeWidgetItem(mouse, [meaning, gesture])
        self.tree.expandAll()
        self.tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self._show_keys()

    def _head(self, title: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self.tree, [title])
        item.setFont(0, theme.font(TEXT, QFont.Weight.DemiBold))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        return item

    # --- what is shown -------------------------------------------------------------------------------------------

    def _show_keys(self) -> None:
        for item in self._items():
            command = self._commands.get(item.data(0, Qt.ItemDataRole.UserRole))
            if command is not None:
                keys = [keymap.native(key) for key in keymap.keys_of(command, self._keys)]
                item.setText(1, "  or  ".join((*(key for key in (command.fixed_key,) if key), *keys)))
                item.setFont(1, theme.font(TEXT, self._weight(command)))
        self.reset_all.setEnabled(bool(self._keys))

    def _weight(self, command: Action) -> QFont.Weight:
        return QFont.Weight.DemiBold if command.id in self._keys else QFont.Weight.Normal

    def _show_command(self) -> None:
        command = self._chosen()
        self._ask("", "" if command is not None else "Choose a command to change its keys.")
        self._title.setText(command.title if command is not None else "")
        keys = keymap.keys_of(command, self._keys) if command is not None else ()
        self.field.setKeySequence(QKeySequence(keys[0]) if keys else QKeySequence())
        self.field.setEnabled(command is not None)
        self.clear.setEnabled(bool(keys))
        self.reset.setEnabled(command is not None and command.id in self._keys)

    def _filter(self, text: str) -> None:
        words = text.casefold().split()
        for item in self._items():
            shown = f"{item.text(0)} {item.text(1)}".casefold()
            item.setHidden(not all(word in shown for word in words))
        for head in self._heads():
            head.setHidden(all(row.isHidden() for row in _children(head)))

    def _heads(self) -> list[QTreeWidgetItem]:
        items = (self.tree.topLevelItem(index) for index in range(self.tree.topLevelItemCount()))
        return [item for item in items if item is not None]

    def _items(self) -> list[QTreeWidgetItem]:
        return [item for head in self._heads() for item in _children(head)]

    def _chosen(self) -> Action | None:
        item = self.tree.currentItem()
        return self._commands.get(item.data(0, Qt.ItemDataRole.UserRole)) if item is not None else None

    # --- changing ------------------------------------------------------------------------------------------------

    def choose(self, command_id: str) -> None:
        """Make a command the current one."""
        for item in self._items():
            if item.data(0, Qt.ItemDataRole.UserRole) == command_id:
                self.tree.setCurrentItem(item)

    def _try(self) -> None:
        """New keys were pressed: take them, or say who has them."""
        command = self._chosen()
        key = self.field.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        if command is None or not key or key in keymap.keys_of(command, self._keys):
            return
        why = keymap.refusal(key)
        other = keymap.owner(key, self._keys, besides=command.id)
        if why:
            self._ask("", why)
        elif other is not None:
            self._ask(key, f"{keymap.native(key)} belongs to “{other.title}”. Swap gives each the other's key.")
        else:
            self._give(key)

    def _ask(self, key: str, text: str) -> None:
        self._asked = key
        self.told.setText(text)
        self.swap.setVisible(bool(key))

    def _swap(self) -> None:
        command = self._chosen()
        if command is not None and self._asked:
            self._take(keymap.assigned(self._keys, command, self._asked))

    def _give(self, key: str) -> None:
        command = self._chosen()
        if command is not None:
            self._take(keymap.tidy({**self._keys, command.id: key}))

    def _reset(self) -> None:
        """The command's own keys again; whoever has one of them now loses it."""
        command = self._chosen()
        if command is not None:
            keys = {id: value for id, value in self._keys.items() if id != command.id}
            for key in command.shortcut.split():
                other = keymap.owner(key, keys, besides=command.id)
                if other is not None:
                    keys[other.id] = " ".join(one for one in keymap.keys_of(other, keys) if one != key)
            self._take(keymap.tidy(keys))

    def _reset_all(self) -> None:
        self._take({})

    def _take(self, keys: dict[str, str]) -> None:
        self._keys = keys
        self._show_keys()
        self._show_command()
        self.changed.emit(dict(keys))


def _children(head: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    items = (head.child(row) for row in range(head.childCount()))
    return [item for item in items if item is not None]
