"""The menu of the runs panel: everything that can be done with the chosen runs, and with the table itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop_nn.runs.entry import RunEntry
from desktop_nn.runs.label import COLOURS
from ui.runs.looks import colour_dot
from ui.runs.table_model import RunTableModel
from ui.theme.icons import icon
from ui.theme.theme import theme

Wish = Callable[[str], object]


def run_menu(parent: QWidget, chosen: Sequence[RunEntry], model: RunTableModel, wish: Wish) -> QMenu:
    """The menu for these runs; `wish` is called with the id of what was picked."""
    menu = QMenu(parent)
    menu.setObjectName("runs_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def add(id: str, text: str, picture: str = "", key: str = "", into: QMenu = menu) -> QAction:
        action = into.addAction(text)
        action.setObjectName(f"runs.{id}")
        action.setEnabled(may(id, chosen, model))
        if picture:
            action.setIcon(icon(picture))
        if key:
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda: wish(id))
        return action

    add("charts", "Show charts" if len(chosen) < 2 else f"Overlay {len(chosen)} runs", "chart-line", "Return")
    add("compare", "Compare in words…", "arrow-left-right")
    add("continue", "Continue…", "step-forward")
    add("project", "Open its project", "folder-open")
    add("tensorboard", "TensorBoard" if len(chosen) < 2 else f"TensorBoard on {len(chosen)} runs", "external-link")
    add("tensorboard_all", "TensorBoard on all runs", "external-link")
    menu.addSeparator()
    starred = bool(chosen) and all(entry.label.star for entry in chosen)
    add("star", "Take the star off" if starred else "Star", "star", "Space")
    _add_colours(menu, chosen, wish)
    add("rename", "Rename", "pencil", "F2")
    add("notes", "Notes…", "sticky-note", "Shift+F2")
    menu.addSeparator()
    add("folder", "Open folder", "folder")
    add("copy", "Copy as text", "copy", "Ctrl+C")
    add("export", "Export table as CSV…", "download")
    menu.addSeparator()
    add_columns(menu.addMenu("Columns"), model, wish)
    _add_sorting(menu.addMenu("Sort by"), model, wish)
    menu.addSeparator()
    add("delete", "Move to trash", "trash-2", "Del")
    return menu


def may(wish: str, chosen: Sequence[RunEntry], model: RunTableModel) -> bool:
    """Whether a wish makes sense with these runs."""
    if wish in ("tensorboard_all", "export"):
        return bool(model.entries if wish == "tensorboard_all" else model.shown)
    if wish in ("project", "rename", "notes", "folder"):
        return len(chosen) == 1
    if wish == "continue":
        return len(chosen) == 1 and may_continue(chosen[0])
    return len(chosen) == 2 if wish == "compare" else bool(chosen)


def may_continue(entry: RunEntry) -> bool:
    """Whether a run can go on. One that failed can as well, once the reason is gone (a full disk, say)."""
    record = entry.record
    return record.state in ("finished", "stopped", "interrupted") or (record.state == "failed" and record.epochs > 0)


def add_columns(menu: QMenu, model: RunTableModel, wish: Wish) -> None:
    """A check mark for each column; the title always stays."""
    menu.setObjectName("runs_columns")
    shown = {column.id for column in model.columns}
    for column in model.all_columns:
        action = menu.addAction(column.title)
        action.setObjectName(f"runs.column.{column.id}")
        action.setCheckable(True)
        action.setChecked(column.id in shown)
        action.setEnabled(column.id != "title")
        action.triggered.connect(lambda _, id=column.id: wish(f"column:{id}"))


def _add_colours(menu: QMenu, chosen: Sequence[RunEntry], wish: Wish) -> None:
    colours = menu.addMenu(icon("palette"), "Colour")
    colours.setEnabled(bool(chosen))
    here = {entry.label.colour for entry in chosen}
    for name in ("", *COLOURS):
        action = colours.addAction(name.capitalize() or "None")
        action.setObjectName(f"runs.colour.{name}")
        action.setCheckable(True)
        action.setChecked(here == {name})
        if name:
            action.setIcon(colour_dot(name, theme.colours.scheme))
        action.triggered.connect(lambda _, name=name: wish(f"colour:{name}"))


def _add_sorting(menu: QMenu, model: RunTableModel, wish: Wish) -> None:
    group = QActionGroup(menu)
    for id, title in (("", "Newest first"), *((column.id, column.title) for column in model.columns)):
        action = menu.addAction(title)
        action.setObjectName(f"runs.sort.{id}")
        action.setCheckable(True)
        action.setChecked(model.sorted_by == id)
        action.triggered.connect(lambda _, id=id: wish(f"sort:{id}"))
        group.addAction(action)
