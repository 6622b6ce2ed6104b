"""The way to the editor of layers in Python, and to the question about code: whoever wants one tells the session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.session import Session

if TYPE_CHECKING:
    from ui.own_code.window import LayerCodeWindow


class LayerCode(QObject):
    """Makes the editor's window when it is first wanted."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._parent = session, parent
        self._window: LayerCodeWindow | None = None
        session.code_wanted.connect(self.ask)
        session.editor_wanted.connect(self.open)
        session.class_wanted.connect(self.write)

    def open(self, name: str, line: int) -> None:
        """Show a file of the project at a line; without a name, begin a new one."""
        if name:
            self.window().open_file(name, line)
        else:
            self.window().begin()

    def write(self, class_name: str) -> None:
        """Begin a file with a class of that name."""
        self.window().begin(class_name=class_name)

    def ask(self, name: str) -> None:
        """Show a file of code and ask for consent to it."""
        from ui.code_consent import ask_by_name

        ask_by_name(name, self._session, self._parent)

    def may_leave(self) -> bool:
        """Whether the app may close: nothing in the editor would be lost, or the user says so."""
        return self._window is None or self._window.may_leave()

    def window(self) -> LayerCodeWindow:
        """The editor's window."""
        if self._window is None:
            from ui.own_code.window import LayerCodeWindow

            self._window = LayerCodeWindow(self._session, self._parent)
        return self._window
