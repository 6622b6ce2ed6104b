"""How the weights panel is put together: the row above, pages, column of figures; it only tells what was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_nn.graph.topology import topological_order
from ui.session import Session
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3
from ui.weights.content import Content
from ui.weights.figures_grid import FiguresGrid
from ui.weights.reader import Read
from ui.weights.spread_view import SpreadView
from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.flow import FlowLayout
from ui.widgets.icon_button import IconButton
from ui.widgets.menu_choice import MenuChoice
from ui.widgets.styling import label, set_class
from ui.widgets.tips import plain

if TYPE_CHECKING:
    from ui.weights.panel import WeightsPanel

_TABS = {
    "pictures": ("Picture", "The weights as images or bars"),
    "numbers": ("Numbers", "The weights as a table"),
    "layers": ("Layers", "How far all layers of the two models are apart"),
}
_SIDES = {"0": "Here", "1": "There", "2": "Difference"}
_WIDEST_NAME = 250
_NARROWEST, _ROOM_FOR_FIGURES = 280, 520
_VIEWS = {"all": "Side by side", "difference": "Difference"}
_SIDE_WIDTH, _SIDE_WIDTH_OF_TWO = 236, 288


class Arranged(QObject):
    """The panel's parts. `weight_chosen` carries the number of a weight, `page_chosen` the name of a page."""

    weight_chosen = Signal(int)
    page_chosen = Signal(str)
    side_chosen = Signal()
    difference_chosen = Signal(bool)

    def __init__(self, panel: WeightsPanel) -> None:
        super().__init__(panel)
        self.page = QWidget()
        self.title = ElidedLabel()
        self.title.setObjectName("weights_title")
        set_class(self.title, "dim")
        self.weight = CalmComboBox()
        self.weight.setObjectName("weights_weight")
        self.weight.setAccessibleName("Which weight of the layer")
        self.weight.setSizeAdjustPolicy(CalmComboBox.SizeAdjustPolicy.AdjustToContents)
        self.weight.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.tabs = {name: _tab(name, title, tip) for name, (title, tip) in _TABS.items()}
        self._group = QButtonGroup(self)
        for button in self.tabs.values():
            self._group.addButton(button)
        self.side = MenuChoice("weights_side", _SIDES, "Whose numbers the table shows")
        self.view = MenuChoice("weights_view", _VIEWS, "Both models and their difference, or the difference alone")
        self.menu = IconButton("download", "Save or copy the weights", "weights_menu")
        self.spread, self.apart = SpreadView("weights_spread"), SpreadView("weights_apart")
        self.figures = FiguresGrid()
        self._apart_title = label("Difference", "small")
        self._why = label("", "small", wrap=True)
        self._layers_note = label("", "dim", wrap=True)
        self.pages = QStackedWidget()
        self._side_area = QScrollArea()
        self._column = QVBoxLayout()
        self._arrange(panel)
        self.page.installEventFilter(self)
        self._fill_menu(panel)
        self._connect()
        self.show_page("pictures")
        self.show_comparing(False)
        theme.changed.connect(self._dress)
        self._dress()

    def show_content(self, content: Content, read: Read) -> None:
        """Show names, figures and spreads of what was read."""
        self.title.setText(f"{' / '.join(read.layer)}, {read.title}")
        titles = [f"{weight.title}{'' if weight.trainable else ' (not trained)'}" for weight in content.weights]
        if [self.weight.itemText(index) for index in range(self.weight.count())] != titles:
            self.weight.blockSignals(True)
            self.weight.clear()
            self.weight.addItems(titles)
            self.weight.blockSignals(False)
        self.weight.blockSignals(True)
        self.weight.setCurrentIndex(content.index)
        self.weight.blockSignals(False)
        other = content.sides[1].histogram if content.compared else None
        self.spread.show_spread(content.sides[0].histogram, other, content.weight.name)
        for widget in (self.apart, self._apart_title):
            widget.setVisible(content.compared)
        if content.compared:
            self.apart.show_spread(content.sides[2].histogram, word="the difference")
        self.figures.show_sides(content.sides)
        self._why.setText(content.why)
        self._why.setVisible(bool(content.why))
        self._dress()

    def show_comparing(self, on: bool) -> None:
        """Offer what makes sense with two models only."""
        self.tabs["layers"].setVisible(on)
        self._comparing = on
        self.title.setVisible(not on)  # the pictures say it
        self._offer()
        self._dress()

    def show_page(self, name: str) -> None:
        """Mark a page's button."""
        self.tabs[name].setChecked(True)
        self._offer()
        self._share_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's; where it is narrow the figures give way to the picture."""
        if event.type() == QEvent.Type.Resize:
            self._share_room()
        return super().eventFilter(watched, event)

    def _share_room(self) -> None:
        wide = self.page.width() >= round(_ROOM_FOR_FIGURES * theme.scale)
        self._side_area.setVisible(wide and not self.tabs["layers"].isChecked())

    def say_of_layers(self, text: str) -> None:
        """Why there is no table of layers."""
        self._layers_note.setText(text)
        self._layers_note.setVisible(bool(text))

    _comparing = False

    def _show_view(self, *, alone: bool) -> None:
        """What the picture shows comes first beside it: the spread of both models, or that of their difference."""
        both, apart = (self.spread,), (self._apart_title, self.apart)
        for place, widget in enumerate((*apart, self.figures, *both) if alone else (*both, self.figures, *apart)):
            self._column.removeWidget(widget)
            self._column.insertWidget(place, widget)
        self.difference_chosen.emit(alone)

    def _offer(self) -> None:
        self.side.setVisible(self._comparing and self.tabs["numbers"].isChecked())
        self.view.setVisible(self._comparing and self.tabs["pictures"].isChecked())

    def _connect(self) -> None:
        self.weight.activated.connect(self.weight_chosen)
        for name, button in self.tabs.items():
            button.clicked.connect(lambda _=False, name=name: self.page_chosen.emit(name))
        self.side.chosen.connect(lambda _: self.side_chosen.emit())
        self.view.chosen.connect(lambda view: self._show_view(alone=view == "difference"))
        self.menu.clicked.connect(lambda: self._menu.popup(self.menu.mapToGlobal(self.menu.rect().bottomLeft())))

    def _fill_menu(self, panel: WeightsPanel) -> None:
        self._menu = QMenu(self.menu)
        self._menu.setObjectName("weights_save_menu")
        saving = panel.saving
        self._menu.addAction("Save numbers as CSV or .npy…").triggered.connect(saving.ask_numbers)
        self._menu.addAction("Save picture…").triggered.connect(saving.ask_picture)
        self._menu.addSeparator()
        self._menu.addAction("Copy numbers").triggered.connect(lambda: self._copy(panel))
        self._menu.addAction("Copy picture").triggered.connect(saving.copy_picture)

    def _copy(self, panel: WeightsPanel) -> None:
        if panel.values is not None:
            panel.numbers.show_values(panel.values, "Weights")
            panel.saving.copy_numbers()

    def _arrange(self, panel: WeightsPanel) -> None:
        left = QWidget()
        flow = FlowLayout(left, SPACE_2)
        for widget in (self.weight, *self.tabs.values(), self.side, self.view, self.title):
            flow.addWidget(widget)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        top = Qt.AlignmentFlag.AlignTop
        head.addWidget(left, 1)
        head.addWidget(panel.other_button, 0, top)
        head.addWidget(self.menu, 0, top)
        layers = QWidget()
        column = QVBoxLayout(layers)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._layers_note)
        column.addWidget(panel.distances, 1)
        self.say_of_layers("")
        for widget in (panel.pictures, panel.numbers, layers):
            self.pages.addWidget(widget)
        body = QHBoxLayout()
        body.setSpacing(SPACE_3)
        body.addWidget(self.pages, 1)
        body.addWidget(self._side_column())
        outer = QVBoxLayout(self.page)
        outer.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        outer.setSpacing(SPACE_2)
        outer.addLayout(head)
        outer.addLayout(body, 1)

    def _side_column(self) -> QScrollArea:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, SPACE_1, 0)
        column.setSpacing(SPACE_1)
        for widget in (self.spread, self.figures, self._apart_title, self.apart, self._why):
            column.addWidget(widget)
        column.addStretch(1)
        self._column = column
        area = self._side_area
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _dress(self) -> None:
        width = _SIDE_WIDTH_OF_TWO if self._comparing else _SIDE_WIDTH
        self._side_area.setFixedWidth(round(width * theme.scale))
        self.title.setFixedHeight(self.weight.sizeHint().height())
        self.page.setMinimumWidth(round(_NARROWEST * theme.scale))
        self._share_room()
        self.weight.setMaximumWidth(round(_WIDEST_NAME * theme.scale))


def ids_of(session: Session) -> tuple[str, ...] | None:
    """The way of layer ids to the one selected layer, from the outermost drawing inwards; None if it is not one."""
    if len(session.selection) != 1:
        return None
    return (*session.scope, session.graph.nodes[next(iter(session.selection))].layer)


def first_with_weights(session: Session) -> str | None:
    """The first node of the drawing whose layer has weights, as far as Keras has told."""
    for node in topological_order(session.graph):
        known = session.facts.nodes.get(node)
        if known is not None and known.parameters:
            return node
    return None


def _tab(name: str, title: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(f"weights_{name}_tab")
    button.setText(title)
    button.setToolTip(plain(tip))
    button.setAccessibleName(f"{title}: {tip}")
    button.setCheckable(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setStyleSheet("QToolButton { padding: 3px 8px; }")
    return button
