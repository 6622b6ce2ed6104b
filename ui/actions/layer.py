"""Commands on the layers that are selected, and on the place of a selected link; part of the Model menu."""

from ui.actions.action import Action, Window


def _selected(window: Window) -> bool:
    return bool(window.session.selection)


_NODE = frozenset({"node"})
_LINK = frozenset({"link"})

LAYER = (
    Action("model.save_snippet", "Save as s&nippet…", lambda w: w.canvas.placing.save_selection(), "Model", 3,
           "bookmark-plus", "Ctrl+Alt+S", "Keep the selected layers, to place them again in any model", _selected,
           contexts=_NODE | frozenset({"selection"}), canvas_only=True, within="Reuse"),
    Action("model.bypass", "&Bypass", lambda w: w.canvas.layers.bypass(), "Model", 3, "route", "B Ctrl+B",
           "Let data pass by the selected layers, as if they were not there", _selected,
           checked=lambda w: w.canvas.layers.bypassed(), contexts=_NODE, canvas_only=True),
    Action("model.replace", "&Replace with…", lambda w: w.canvas.replace_search.replace_selected(), "Model", 3,
           "replace", "R", "Let the selected layers be of another kind; links and shared parameters stay",
           lambda w: w.canvas.replace_search.can_replace(), contexts=_NODE | frozenset({"selection"}),
           canvas_only=True),
    Action("model.weights", "Show &weights", lambda w: w.show_panel("weights"), "Model", 3, "grid-2x2", "W",
           "Show the weights of the selected layer as pictures and numbers",
           lambda w: len(w.session.selection) == 1, canvas_only=True),
    Action("model.share", "S&hare layer", lambda w: w.canvas.layers.share(), "Model", 3, "copy-plus", "Ctrl+Shift+D",
           "Place the selected layer once more: the same weights, used in another place",
           lambda w: w.canvas.layers.can_share(), contexts=_NODE, canvas_only=True, within="Reuse"),
    Action("model.next_call", "&Next call of the layer", lambda w: w.canvas.layers.next_call(), "Model", 3,
           "corner-down-right", "", "Go to the next place where the selected shared layer is used",
           lambda w: len(w.session.selection) == 1 and w.canvas.layers.can_part(), contexts=_NODE, within="Reuse"),
    Action("model.independent", "Make &independent", lambda w: w.canvas.layers.make_independent(), "Model", 3, "split",
           "", "Give the selected calls of a shared layer a layer and weights of their own",
           lambda w: w.canvas.layers.can_part(), contexts=_NODE, within="Reuse"),
    Action("model.input_left", "Move input &left", lambda w: w.canvas.layers.move_input(-1), "Model", 4, "arrow-left",
           "Ctrl+[", "Let the selected link end at the input before its own",
           lambda w: w.canvas.layers.can_move_input(-1), contexts=_LINK, canvas_only=True),
    Action("model.input_right", "Move input &right", lambda w: w.canvas.layers.move_input(1), "Model", 4, "arrow-right",
           "Ctrl+]", "Let the selected link end at the input behind its own",
           lambda w: w.canvas.layers.can_move_input(1), contexts=_LINK, canvas_only=True),
)  # fmt: skip
