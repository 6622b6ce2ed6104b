"""The inspector: follows the selection and shows the view that fits it, with the help of the focused field below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.inspector.model_view import ModelView
from ui.inspector.node_view import NodeView
from ui.inspector.note_view import NoteView
from ui.inspector.several_view import SeveralView
from ui.session import Session
from ui.theme.tokens import SPACE_2, SPACE_3
from ui.widgets.help_box import HelpBox
from ui.widgets.styling import label


class InspectorPanel(QWidget):
    """One selected node, several, sticky notes, or the whole model."""

    go_to = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("inspector_panel")
        self.setAccessibleName("Inspector")
        self.session = session
        self.node = NodeView(session)
        self.node.call_wanted.connect(self.go_to)
        self.several = SeveralView(session)
        self.note = NoteView(session)
        self.model = ModelView(session)
        self.help = HelpBox()
        self._arrange()
        for view in (self.node, self.several):
            view.parameter_focused.connect(self.help.show_parameter)
        session.selection_changed.connect(self._select)
        session.project_changed.connect(self._refresh)
        session.facts_changed.connect(self._refresh_facts)
        session.problems_changed.connect(self._refresh_facts)
        session.opened.connect(self._forget)
        session.scope_changed.connect(self._forget)
        self._select()

    def rename(self) -> None:
        """Put the keyboard into the name of the selected layer, or of the model."""
        if self._shown is self.note:
            self.note.text.setFocus()
            return
        line = self.node.name if self._shown is self.node else self.model.name
        line.edit.setFocus()
        line.edit.selectAll()

    @property
    def _shown(self) -> NodeView | SeveralView | NoteView | ModelView:
        count = len(self.session.selection)
        if self.session.marked and not count:
            return self.note
        if count == 1 and not self.several.group.holds_only_selected():
            return self.node
        return self.several if count else self.model

    def _arrange(self) -> None:
        page = QWidget()
        inner = QVBoxLayout(page)
        inner.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        for view in (self.node, self.several, self.note, self.model):
            inner.addWidget(view)
        inner.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(page)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        line = label("", "line")
        line.setFixedHeight(1)
        foot.setContentsMargins(0, 0, 0, SPACE_2)
        foot.setSpacing(SPACE_2)
        foot.addWidget(line)
        foot.addWidget(self.help)
        self.help.setContentsMargins(SPACE_3, 0, SPACE_3, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area, 1)
        column.addWidget(self._foot)

    def _select(self) -> None:
        shown = self._shown
        for view in (self.node, self.several, self.note, self.model):
            view.setVisible(view is shown)
        self._foot.setVisible(shown is self.node or shown is self.several)
        self._refresh()
        if isinstance(shown, NodeView) and shown.kind is not None:
            self.help.show_text(shown.kind.name, shown.kind.help or shown.kind.summary)
        else:
            self.help.clear()

    def _refresh(self) -> None:
        shown = self._shown
        if shown.isHidden():  # the selection shrank with an edit; its own signal may come later or not at all
            self._select()
        elif isinstance(shown, NodeView):
            shown.show_node(next(iter(self.session.selection)))
        else:
            shown.refresh()

    def _refresh_facts(self) -> None:
        if not self._shown.isHidden():
            self._shown.refresh_facts()

    def _forget(self) -> None:
        """Another document came, whose nodes may have the same ids."""
        self.node.node_id = ""
        self.node.form.clear()
        self.several.form.clear()
