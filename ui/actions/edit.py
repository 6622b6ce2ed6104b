"""The Edit menu: history, clipboard and selection."""

from ui.actions.action import Action, Window


def _selected(window: Window) -> bool:
    return bool(window.session.selection)


def _any_selected(window: Window) -> bool:
    return bool(window.session.selection or window.session.marked)


def _any(window: Window) -> bool:
    return bool(window.session.graph.nodes or window.session.graph.comments)


_NODE = frozenset({"node"})
_NODES = frozenset({"node", "group", "comment"})
_CANVAS = frozenset({"canvas"})

EDIT = (
    Action("edit.undo", "&Undo", lambda w: w.session.undo(), "Edit", 0, "undo-2", "Ctrl+Z",
           enabled=lambda w: w.session.history.undo_label is not None),
    Action("edit.redo", "&Redo", lambda w: w.session.redo(), "Edit", 0, "redo-2", "Ctrl+Shift+Z Ctrl+Y",
           enabled=lambda w: w.session.history.redo_label is not None),
    Action("edit.cut", "Cu&t", lambda w: w.canvas.cut(), "Edit", 1, "scissors", "Ctrl+X", "", _any_selected,
           contexts=_NODES, canvas_only=True),
    Action("edit.copy", "&Copy", lambda w: w.canvas.copy(), "Edit", 1, "copy", "Ctrl+C", "", _any_selected,
           contexts=_NODES, canvas_only=True),
    Action("edit.paste", "&Paste", lambda w: w.canvas.paste(), "Edit", 1, "clipboard-paste", "Ctrl+V",
           contexts=_CANVAS, canvas_only=True),
    Action("edit.paste_linked", "Paste with lin&ks", lambda w: w.canvas.paste(linked=True), "Edit", 1, "",
           "Ctrl+Shift+V", "Paste, and feed the new layers from where the copied ones were fed", contexts=_CANVAS,
           canvas_only=True),
    Action("edit.duplicate", "D&uplicate", lambda w: w.canvas.duplicate(), "Edit", 1, "copy", "Ctrl+D", "",
           _any_selected, contexts=_NODES, canvas_only=True),
    Action("edit.delete", "&Delete", lambda w: w.canvas.delete_selection(), "Edit", 1, "trash-2", "Del Backspace",
           "Delete the selected layers, notes or links", lambda w: w.canvas.has_selection(),
           contexts=frozenset({"node", "link", "group", "comment"}), canvas_only=True),
    Action("edit.bridge", "Take out and re&connect", lambda w: w.canvas.bridge_selection(), "Edit", 1, "unlink",
           "Ctrl+Del", "Delete the selected layer and join what it was between", _selected, contexts=_NODE,
           canvas_only=True),
    Action("edit.rename", "Re&name", lambda w: w.rename_selected(), "Edit", 1, "pencil", "F2", "",
           lambda w: len(w.session.selection) == 1 or bool(w.canvas.grouping.only or w.canvas.commenting.only),
           contexts=_NODE, canvas_only=True),
    Action("edit.select_all", "&Select all", lambda w: w.canvas.select_all(), "Edit", 2, "", "Ctrl+A", "", _any,
           contexts=_CANVAS, canvas_only=True),
    Action("edit.find", "&Find layer…", lambda w: w.canvas.find_node(), "Edit", 2, "search", "Ctrl+F",
           "Find a layer of the drawing by name, kind, shape or parameter, or a note", _any, contexts=_CANVAS,
           canvas_only=True),
    Action("edit.find_next", "Find ne&xt", lambda w: w.canvas.node_search.next(), "Edit", 2, "", "F3",
           "Go to the next layer that was found", _any, canvas_only=True),
    Action("edit.find_previous", "Find pre&vious", lambda w: w.canvas.node_search.next(-1), "Edit", 2, "", "Shift+F3",
           "Go to the layer before that was found", _any, canvas_only=True),
    Action("edit.select_found", "Select all f&ound", lambda w: w.canvas.node_search.select_all(), "Edit", 2, "", "",
           "Select every layer that was found", lambda w: w.canvas.node_search.remembers, canvas_only=True),
    Action("edit.commands", "Command &palette…", lambda w: w.show_command_palette(), "Edit", 3, "command",
           "Ctrl+Shift+P", "Search all commands"),
)  # fmt: skip
