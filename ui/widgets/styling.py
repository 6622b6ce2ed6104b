"""Marks on widgets that the style sheet reads: classes ("dim", "heading"…) and flags ("invalid"). No looks here."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget


def set_flag(widget: QWidget, name: str, value: bool | str) -> None:
    """Set a dynamic property and let the style sheet see it; does nothing if it has that value already."""
    wanted = value if isinstance(value, str) else ("true" if value else "false")
    if widget.property(name) == wanted:
        return
    widget.setProperty(name, wanted)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def set_class(widget: QWidget, *names: str) -> None:
    """Give the widget these classes of the style sheet, and no others."""
    set_flag(widget, "class", " ".join(names))


def label(text: str = "", *classes: str, wrap: bool = False) -> QLabel:
    """A label of these classes; its text is never taken for markup."""
    from PySide6.QtCore import Qt

    result = QLabel(text)
    result.setTextFormat(Qt.TextFormat.PlainText)
    result.setWordWrap(wrap)
    if classes:
        result.setProperty("class", " ".join(classes))
    return result
