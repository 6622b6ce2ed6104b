"""Screens of layers in Python: the editor, a mistake at its line, the question, nodes with such layers and a badge."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication, QWidget

from desktop_nn.catalogue.code_files import of_text
from desktop_nn.catalogue.code_templates import template
from desktop_nn.graph.edits import configure
from desktop_nn.graph.replacing import replace_kind
from desktop_nn.project.document import Project, with_code, with_graph
from desktop_nn.training import consent
from tests.helpers.waiting import wait_until
from ui.code_consent import ask_by_name
from ui.main_window import MainWindow
from ui.own_code.window import LayerCodeWindow

_BLOCK = of_text("ResidualBlock.py", template("Block with a way past it"))
_WRONG = replace(_BLOCK, lines=tuple(line.replace("inputs + z", "inputs + y") for line in _BLOCK.lines))


def _project(window: MainWindow, code: object = _BLOCK) -> Project:
    window.session.history.mark_saved(window.session.project)
    window.documents.open_example("blobs-deep")
    wait_until(lambda: window.session.title == "blobs-deep" and window.session.description, what="the example")
    wait_until(lambda: not window.session.files.busy, what="the files")
    project = with_code(window.session.project, (code,))  # type: ignore[arg-type]
    catalogue = window.session.catalogue
    from desktop_nn.graph.own_layers import with_own

    catalogue = with_own(catalogue, project.code)
    dense = [id for id in project.graph.nodes if project.graph.layer_of(id).kind == "Dense"][1]
    found = replace_kind(project.graph, {dense}, catalogue.layers["ResidualBlock"], catalogue)
    graph = configure(found.graph, found.graph.nodes[dense].layer, {"units": 10})
    return with_graph(project, graph)


def _shown(window: MainWindow, code: object = _BLOCK) -> None:
    project = _project(window, code)
    window.session.edit("Use ResidualBlock", lambda _: project)
    window.session.check_again()
    wait_until(lambda: not window.session.shapes.busy, 60, "the shapes")
    window.canvas.fit()
    nodes = window.session.graph.nodes
    window.session.select([id for id in nodes if window.session.graph.layer_of(id).kind == "ResidualBlock"])
    window.show_panel("palette")
    window.show_panel("inspector")
    QApplication.processEvents()


def _settled(editor: LayerCodeWindow) -> LayerCodeWindow:
    wait_until(editor.isVisible, what="the editor")
    wait_until(lambda: not editor.session.files.busy, what="the look at the text")
    editor.resize(760, 640)
    QApplication.processEvents()
    return editor


def layer_code_agreed(window: MainWindow) -> None:
    """A residual block of the user's own among Keras's layers, with its parameters in the inspector."""
    consent.agree_for_now(_BLOCK.sha256)
    _shown(window)


def layer_code_new(window: MainWindow) -> QWidget:
    """The editor with a new layer."""
    editor = window.layer_code.window()
    editor.begin()
    return _settled(editor)


def layer_code_wrong(window: MainWindow) -> QWidget:
    """A syntax error, marked while it is typed."""
    editor = window.layer_code.window()
    editor.editor.setPlainText(editor.text.replace("self.units = units", "self.units = = units"))
    editor._check()
    found = _settled(editor)
    found.editor.go_to(9)
    return found


def layer_code_question(window: MainWindow) -> QWidget:
    """The question about code that came with a project."""
    editor = window.layer_code.window()
    editor.editor.setPlainText("")
    editor.hide()
    _shown(window, _WRONG)
    dialog = ask_by_name(_WRONG.name, window.session, window)
    assert dialog is not None
    wait_until(dialog.isVisible, what="the dialog")
    return dialog


def layer_code_locked(window: MainWindow) -> None:
    """A node whose code nobody has agreed to here."""
    for dialog in window.findChildren(QWidget, "code_dialog"):
        dialog.hide()
    _shown(window, _WRONG)
    (node,) = window.session.selection
    window.canvas.troubles.open(node)


def layer_code_badge(window: MainWindow) -> None:
    """A node whose code fails: the badge, and the card that leads to the line."""
    consent.agree_for_now(_WRONG.sha256)
    _shown(window, _WRONG)
    (node,) = window.session.selection
    window.canvas.troubles.open(node)


def layer_code_line(window: MainWindow) -> QWidget:
    """The editor at the line where it fails."""
    window.session.editor_wanted.emit(_WRONG.name, 16)
    return _settled(window.layer_code.window())


LAYER_CODE_STATES = (
    layer_code_agreed,
    layer_code_new,
    layer_code_wrong,
    layer_code_question,
    layer_code_locked,
    layer_code_badge,
    layer_code_line,
)
