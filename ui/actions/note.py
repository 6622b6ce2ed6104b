"""Commands on sticky notes; part of the Model menu."""

from ui.actions.action import Action, Window
from ui.theme.tokens import NOTE_COLOUR, NOTE_HUES


def _marked(window: Window) -> bool:
    return bool(window.session.marked)


_NOTE = frozenset({"comment"})


def _colour(name: str) -> Action:
    key = "" if name == NOTE_COLOUR else name
    return Action(f"note.colour_{name}", f"&{name.capitalize()}", lambda w: w.canvas.commenting.recolour(key),
                  "Model/Note colour", 0, "", "", f"Let the selected notes be {name}", _marked,
                  lambda w: w.canvas.commenting.colour() == key, contexts=_NOTE)  # fmt: skip


NOTE = (
    Action("note.add", "Add n&ote", lambda w: w.canvas.add_note(), "Model", 0, "sticky-note", "N",
           "Write a note on the canvas: about the model, for others or for later", contexts=frozenset({"canvas"}),
           canvas_only=True),
    Action("note.edit", "&Edit note", lambda w: w.canvas.commenting.edit_selected(), "Model", 0, "pencil", "",
           "Write on the selected note (Enter or double-click)", lambda w: bool(w.canvas.commenting.only),
           contexts=_NOTE),
    *(_colour(name) for name in NOTE_HUES),
)  # fmt: skip
