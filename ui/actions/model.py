"""The Model menu: adding layers and arranging the drawing."""

from desktop_nn.graph.model import Layer
from desktop_nn.graph.own_layers import own_class
from ui.actions.action import Action, Window


def _any(window: Window) -> bool:
    return bool(window.session.graph.nodes)


def has_code(window: Window) -> bool:
    """Whether exactly one layer is selected, and the project holds its class."""
    return _own_layer(window) is not None


def edit_code(window: Window) -> None:
    """Open the editor at the class of the selected layer."""
    layer = _own_layer(window)
    found = own_class(layer) if layer is not None else None
    if layer is not None and layer.code is not None and found is not None:
        window.session.editor_wanted.emit(layer.code.name, found.line)


def _own_layer(window: Window) -> Layer | None:
    graph, selected = window.session.graph, window.session.selection
    layers = {graph.nodes[id].layer for id in selected}
    layer = graph.layers[layers.pop()] if len(layers) == 1 else None
    return layer if layer is not None and layer.code is not None else None


_CANVAS = frozenset({"canvas"})

MODEL = (
    Action("model.add", "&Add layer…", lambda w: w.canvas.search_to_add(), "Model", 0, "plus", "",
           "Search for a layer and add it (Tab or double-click on the canvas)", contexts=_CANVAS, fixed_key="Tab"),
    Action("model.new_layer", "New layer in P&ython…", lambda w: w.session.editor_wanted.emit("", 0), "Model", 0,
           "file-plus", "Ctrl+Alt+N", "Write a layer or a model of your own; it becomes a node like any other"),
    Action("model.edit_code", "E&dit the layer's code", edit_code, "Model", 0, "file-code", "",
           "Open the Python code of the selected layer", has_code, contexts=frozenset({"node"}), shy=True),
    Action("model.find_layer", "&Find in the palette", lambda w: w.find_layer(), "Model", 0, "search", "Ctrl+K"),
    Action("model.connect", "&Connect to…", lambda w: w.canvas.connect_selected(), "Model", 0, "cable", "C",
           "Connect the selected layer to another one by its name", lambda w: len(w.session.selection) == 1,
           contexts=frozenset({"node"}), canvas_only=True),
    Action("model.next_link", "Next lin&k", lambda w: w.canvas.link_walk.next(), "Model", 0, "link-2", "L",
           "Go through the links of the selected layer; Enter follows one, Delete removes it",
           lambda w: w.canvas.has_selection(), canvas_only=True),
    Action("model.tidy", "&Tidy layout", lambda w: w.canvas.tidy(), "Model", 1, "wand-sparkles", "Ctrl+L",
           "Arrange the drawing from inputs to outputs", _any, contexts=_CANVAS),
    Action("model.mend", "&Mend problem", lambda w: w.canvas.troubles.mend_selected(), "Model", 2, "wrench", "Ctrl+.",
           "Mend the selected layer's problem, or show the ways to do so", lambda w: w.canvas.troubles.can_mend(),
           contexts=frozenset({"node"}), shy=True),
    Action("model.next_problem", "&Next problem", lambda w: w.canvas.troubles.go_on(1), "Model", 2, "arrow-down", "F8",
           "Go to the next layer with a problem", _any),
    Action("model.previous_problem", "Pre&vious problem", lambda w: w.canvas.troubles.go_on(-1), "Model", 2, "arrow-up",
           "Shift+F8", "Go to the previous layer with a problem", _any),
    Action("model.summary", "&Summary", lambda w: w.show_panel("summary"), "Model", 3, "table"),
    Action("model.problems", "&Problems", lambda w: w.show_panel("problems"), "Model", 3, "triangle-alert",
           "Ctrl+Shift+M"),
    Action("model.code", "Keras &code", lambda w: w.show_panel("code"), "Model", 3, "code"),
)  # fmt: skip
