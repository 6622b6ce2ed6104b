"""The Help menu."""

from ui.actions.action import Action

HELP = (
    Action("help.shortcuts", "&Keyboard shortcuts", lambda w: w.show_shortcuts(), "Help", 0, "keyboard", "F1"),
    Action("help.updates", "&Look for a newer version", lambda w: w.look_for_newer_version(), "Help", 1, "refresh-cw",
           tip="Ask the package index; the app never does so by itself"),
    Action("help.about", "&About Desktop NN", lambda w: w.show_about(), "Help", 1, "info"),
)  # fmt: skip
