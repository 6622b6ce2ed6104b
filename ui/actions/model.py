"""The Model menu: adding layers and arranging the drawing."""

from ui.actions.action import Action, Window


def _any(window: Window) -> bool:
    return bool(window.session.graph.nodes)


_CANVAS = frozenset({"canvas"})

MODEL = (
    Action("model.add", "&Add layer…", lambda w: w.canvas.search_to_add(), "Model", 0, "plus", "",
           "Search for a layer and add it (Tab or double-click on the canvas)", contexts=_CANVAS),
    Action("model.find_layer", "&Find in the palette", lambda w: w.find_layer(), "Model", 0, "search", "Ctrl+K"),
    Action("model.connect", "&Connect to…", lambda w: w.canvas.connect_selected(), "Model", 0, "cable", "C",
           "Connect the selected layer to another one by its name", lambda w: len(w.session.selection) == 1,
           contexts=frozenset({"node"}), canvas_only=True),
    Action("model.tidy", "&Tidy layout", lambda w: w.canvas.tidy(), "Model", 1, "wand-sparkles", "Ctrl+L",
           "Arrange the drawing from inputs to outputs", _any, contexts=_CANVAS),
    Action("model.summary", "&Summary", lambda w: w.show_panel("summary"), "Model", 2, "table"),
    Action("model.problems", "&Problems", lambda w: w.show_panel("problems"), "Model", 2, "triangle-alert",
           "Ctrl+Shift+M"),
    Action("model.code", "Keras &code", lambda w: w.show_panel("code"), "Model", 2, "code"),
)  # fmt: skip
