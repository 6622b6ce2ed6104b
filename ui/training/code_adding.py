"""From a Python file to a callback of the document: reading it, showing it, and keeping the consent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_nn.catalogue.code_files import CodeFile, read
from desktop_nn.project.document import Project
from desktop_nn.training.callback_code import kind_name
from desktop_nn.training.choices import Configured
from ui.code_consent import keep_consent
from ui.code_dialog import CodeDialog
from ui.session import Session
from ui.training.edits import with_training


def choose_file(session: Session, parent: QWidget) -> None:
    """Ask for a file, then go on as `add_from`."""
    name, _ = QFileDialog.getOpenFileName(parent, "Add a callback from a Python file", "", "Python files (*.py)")
    if name:
        add_from(Path(name), session, parent)


def add_from(path: Path, session: Session, parent: QWidget) -> None:
    """Read the file in the background, show it, and add the callback that the user picks and agrees to."""
    session.files.submit(
        lambda _cancelled: read(path),
        done=lambda code: ask_to_add(code, session, parent),
        refused=session.tell_problems,
        latest="callback code",
    )


def ask_to_add(code: CodeFile, session: Session, parent: QWidget) -> CodeDialog:
    """Show the code; on consent its callback is added as one undo step."""
    dialog = CodeDialog(code, parent)

    def add() -> None:
        if keep_consent(code, session):
            session.edit(f"Add {dialog.chosen}", lambda project: with_code(project, code, dialog.chosen))

    dialog.accepted.connect(add)
    dialog.open()
    return dialog


def with_code(project: Project, code: CodeFile, class_name: str) -> Project:
    """The project with a callback of that class after the others. A file of the same name with another text stands
    beside it under a name of its own."""
    training = project.training
    held = {item.name: item for item in training.code}
    name, number = code.name, 2
    while name in held and held[name].lines != code.lines:
        stem, suffix = Path(code.name).stem, Path(code.name).suffix
        name, number = f"{stem}_{number}{suffix}", number + 1
    named = replace(code, name=name)
    files = training.code if name in held else (*training.code, named)
    callbacks = (*training.callbacks, Configured(kind_name(named, class_name)))
    return with_training(project, replace(training, callbacks=callbacks, code=files))
