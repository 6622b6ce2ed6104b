"""Makes the QActions out of the commands and keeps their state true; builds menus from them."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from ui.actions import keymap
from ui.actions.action import Action, Window
from ui.actions.catalogue import ALL_ACTIONS
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.widgets.tips import plain


class ActionSet(QObject):
    """The QActions of a window, by id."""

    def __init__(self, window: Window, host: QWidget, canvas: QWidget) -> None:
        super().__init__(host)
        self._window = window
        self._commands = {command.id: command for command in ALL_ACTIONS}
        self._actions: dict[str, QAction] = {}
        self.changed_keys = keymap.read(window.session.settings.shortcuts)
        """Keys that the user chose, by command id."""
        for command in ALL_ACTIONS:
            self._actions[command.id] = self._make(command, canvas if command.canvas_only else host)
        window.canvas.keyboard.by_actions = True
        theme.changed.connect(self._paint)
        self.refresh()

    def __getitem__(self, action_id: str) -> QAction:
        return self._actions[action_id]

    def commands(self) -> tuple[Action, ...]:
        """All commands, in menu order."""
        return tuple(self._commands.values())

    def change_keys(self, changed: Mapping[str, str]) -> None:
        """Give the commands the user's keys; menus and tool tips show them at once."""
        self.changed_keys = dict(changed)
        for id, action in self._actions.items():
            self._give_keys(self._commands[id], action)

    def share_with(self, widget: QWidget) -> None:
        """Let the canvas's shortcuts for layers and groups work in another widget that shows them, too."""
        for command in self._commands.values():
            if command.canvas_only and command.contexts & {"node", "group"}:
                widget.addAction(self._actions[command.id])

    def refresh(self) -> None:
        """Bring enabled and checked states, and the labels of undo and redo, up to date."""
        for id, action in self._actions.items():
            command = self._commands[id]
            action.setEnabled(command.enabled(self._window))
            if command.checked is not None:
                action.setChecked(command.checked(self._window))
        history = self._window.session.history
        self._actions["edit.undo"].setText(f"&Undo {history.undo_label or ''}".strip())
        self._actions["edit.redo"].setText(f"&Redo {history.redo_label or ''}".strip())

    def fill(self, bar: QMenuBar) -> None:
        """Build the menu bar; "View/Panels" is a menu in a menu."""
        menus: dict[str, QMenu] = {}
        sections: dict[str, int] = {}
        for command in self._commands.values():
            menu = self._menu(bar, menus, command.menu)
            if sections.setdefault(command.menu, command.section) != command.section:
                menu.addSeparator()
                sections[command.menu] = command.section
            menu.addAction(self._actions[command.id])

    def context_menu(self, context: str, parent: QWidget) -> QMenu:
        """The context menu of "canvas", "node" or "link"; a menu in a menu is one there, too, if it has any use."""
        self.refresh()
        menu = QMenu(parent)
        menu.setObjectName(f"context_{context}")
        menus = {menu: ("", 0)}
        inner: dict[str, QMenu] = {}
        for command in sorted(self._commands.values(), key=_rank):
            if not self._belongs(command, context):
                continue
            title = _submenu(command, context)
            into = (inner.get(title) or inner.setdefault(title, QMenu(title, menu))) if title else menu
            if menus.setdefault(into, ("", 0)) not in (("", 0), (command.menu, command.section)):
                into.addSeparator()
            menus[into] = (command.menu, command.section)
            into.addAction(self._actions[command.id])
        if len(inner) == 1 and not menu.actions():
            menu.addActions(next(iter(inner.values())).actions())  # nothing else is offered: at once, then
            return menu
        menu.addSeparator()
        for submenu in inner.values():
            if any(action.isEnabled() and not action.isSeparator() for action in submenu.actions()):
                menu.addMenu(submenu)
        return menu

    def _belongs(self, command: Action, context: str) -> bool:
        """Several nodes together, and a nested model, have the commands of a node that make sense for them."""
        if command.shy and not self._actions[command.id].isEnabled():
            return False
        if context in ("selection", "nested") and "node" in command.contexts:
            return self._actions[command.id].isEnabled() or bool(_submenu(command, context))
        if context == "inside" and "canvas" in command.contexts:
            return True
        return context in command.contexts

    def _menu(self, bar: QMenuBar, menus: dict[str, QMenu], path: str) -> QMenu:
        if path not in menus:
            parent, _, title = path.rpartition("/")
            menu = QMenu(title if parent else f"&{title}", bar)
            menu.setObjectName(f"menu.{path.lower()}")
            menu.setToolTipsVisible(True)
            if parent:
                self._menu(bar, menus, parent).addMenu(menu)
            else:
                bar.addMenu(menu)
                menu.aboutToShow.connect(self.refresh)
            menus[path] = menu
        return menus[path]

    def _make(self, command: Action, host: QWidget) -> QAction:
        action = QAction(f"{command.text}\t{command.fixed_key}" if command.fixed_key else command.text, host)
        action.setObjectName(command.id)
        if command.fixed_key:
            action.setIconText(command.title)  # what a button of the tool bar is called, without the key
        self._give_keys(command, action)
        if command.canvas_only:
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setStatusTip(command.tip)
        action.setCheckable(command.checked is not None)
        if command.icon:
            action.setIcon(icon(command.icon))
        action.triggered.connect(lambda: self._run(command))
        host.addAction(action)
        return action

    def _give_keys(self, command: Action, action: QAction) -> None:
        """Shortcuts, and the tool tip that names the first."""
        keys = keymap.keys_of(command, self.changed_keys)
        action.setShortcuts([QKeySequence(key) for key in keys])
        tail = f"  ({keymap.native(keys[0])})" if keys else ""
        action.setToolTip(plain(f"{command.tip or command.title}{tail}"))

    def _run(self, command: Action) -> None:
        command.run(self._window)
        self.refresh()

    def _paint(self) -> None:
        for id, action in self._actions.items():
            if self._commands[id].icon:
                action.setIcon(icon(self._commands[id].icon))


def _submenu(command: Action, context: str) -> str:
    """The menu within the context menu in which a command is, or ""."""
    if command.within and context in ("node", "selection", "nested"):
        return command.within
    parent, _, title = command.menu.rpartition("/")
    return title if parent else ""


def _rank(command: Action) -> int:
    """In a context menu adding comes first, for that is what most come for, and what concerns files last."""
    return -1 if command.id == "model.add" else int(command.menu == "File")
