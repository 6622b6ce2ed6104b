"""What the inspector shows of a nested model: the layers inside, and buttons that lead in and unpack it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from desktop_nn.graph.model import Graph
from desktop_nn.graph.nesting import layer_count
from desktop_nn.graph.topology import topological_order
from ui import nested
from ui.inspector.kinds import category_of, kind_of
from ui.session import Session
from ui.theme.icons import icon, icon_size
from ui.theme.theme import theme
from ui.theme.tokens import category_icon
from ui.widgets.styling import label

_MOST_ROWS = 8


class NestedSection(QWidget):
    """Shows the model that the node `node_id` calls; a double-click or Enter on a layer leads to it."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("inspector_nested")
        self.session = session
        self.node_id = ""
        self._model: Graph | None = None
        self.told = label("", "heading")
        self.open = QPushButton("Open")
        self.open.setObjectName("inspector_open_model")
        self.open.setToolTip("Show the layers inside on the canvas (Alt+Down)")
        self.unpack = QPushButton("Unpack")
        self.unpack.setObjectName("inspector_unpack_model")
        self.unpack.setToolTip("Put the layers inside back into this drawing (Ctrl+Shift+U)")
        self.layers = QListWidget()
        self.layers.setObjectName("inspector_inner_layers")
        self.layers.setAccessibleName("Layers inside")
        self.layers.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._arrange()
        self.open.clicked.connect(lambda: nested.look_into(self.session, self.node_id))
        self.unpack.clicked.connect(lambda: nested.unpack(self.session, self.node_id))
        self.layers.itemActivated.connect(self._go_to)
        theme.changed.connect(self._paint)
        self._paint()

    def show_node(self, node_id: str, model: Graph | None) -> None:
        """Show the drawing inside a node; nothing for a node that has none."""
        self.node_id = node_id
        self.setVisible(model is not None)
        if model is not None and model is not self._model:
            count = layer_count(model)
            self.told.setText(f"{count} layer{'s' * (count != 1)} inside")
            self._fill(model)
        self._model = model

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.open)
        buttons.addWidget(self.unpack)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addLayout(buttons)
        column.addWidget(self.told)
        column.addWidget(self.layers)

    def _fill(self, model: Graph) -> None:
        self.layers.clear()
        for id in topological_order(model):
            layer = model.layer_of(id)
            kind = kind_of(layer)
            item = QListWidgetItem(f"{layer.name}  ·  {kind.name}", self.layers)
            item.setIcon(icon(category_icon(category_of(kind)), "text_dim"))
            item.setData(Qt.ItemDataRole.UserRole, id)
        self.layers.setIconSize(icon_size(16))
        rows = min(self.layers.count(), _MOST_ROWS)
        self.layers.setFixedHeight(rows * max(self.layers.sizeHintForRow(0), 1) + 2 * self.layers.frameWidth())

    def _go_to(self, item: QListWidgetItem) -> None:
        nested.look_into(self.session, self.node_id, item.data(Qt.ItemDataRole.UserRole))

    def _paint(self) -> None:
        self.open.setIcon(icon("log-in"))
        self.unpack.setIcon(icon("package-open"))
        for button in (self.open, self.unpack):
            button.setIconSize(icon_size(16))
        if self._model is not None:
            self._fill(self._model)
