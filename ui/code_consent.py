"""Asks for consent to code that is in the project already, and keeps it. Nothing runs before."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_nn.catalogue.code_files import CodeFile
from desktop_nn.problems import ProblemError
from desktop_nn.training import consent
from ui.code_dialog import CodeDialog
from ui.session import Session


def ask_consent(
    code: CodeFile, session: Session, parent: QWidget, agreed: Callable[[], object] = lambda: None
) -> CodeDialog:
    """Show code and ask for consent; `agreed` is called once it is given and kept."""
    dialog = CodeDialog(code, parent, asks_only=True)

    def agree() -> None:
        if keep_consent(code, session):
            agreed()
            session.check_again()

    dialog.accepted.connect(agree)
    dialog.open()
    return dialog


def ask_by_name(name: str, session: Session, parent: QWidget) -> CodeDialog | None:
    """Ask for consent to a file of the project, if it holds it: one that may not run yet rather than one that may."""
    project = session.project
    found = [code for code in (*project.code, *project.training.code) if code.name == name]
    waiting = [code for code in found if not consent.agreed(code)]
    code = next(iter((*waiting, *found)), None)
    return None if code is None else ask_consent(code, session, parent)


def keep_consent(code: CodeFile, session: Session) -> bool:
    """Remember the consent on this computer; returns whether that could be done, else the user is told."""
    try:
        consent.agree(code)
    except (ProblemError, OSError) as error:
        problems = error.problems if isinstance(error, ProblemError) else ()
        if problems:
            session.tell_problems(problems)
        else:
            session.tell("The consent could not be kept on this computer.", "bad")
        return False
    return True
