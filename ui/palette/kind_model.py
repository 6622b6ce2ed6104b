"""The layer kinds as a tree of categories, or as a flat list of search results, with icons and drag data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QByteArray, QMimeData, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QIcon, QStandardItem, QStandardItemModel

from desktop_nn.catalogue import Catalogue, Kind
from desktop_nn.catalogue.popular import POPULAR
from desktop_nn.graph.model import INPUT_KIND
from ui.theme.icons import pixmap
from ui.theme.theme import theme
from ui.theme.tokens import CATEGORY_HUES, category_colour, category_icon

MIME = "application/x-desktop-nn-layer"
"""The type under which a layer kind is dragged, as UTF-8 text."""
OFTEN = "Often used"
_OFTEN_COUNT = 10
KIND_ROLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


class KindModel(QStandardItemModel):
    """Rows carry their Kind under `KIND_ROLE`; categories carry None. Locked kinds cannot be dragged."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self.catalogue = catalogue

    def show_categories(self, recent: Sequence[str]) -> None:
        """All kinds by category; first the recently used ones, filled up with those that most models use."""
        self.clear()
        self._add_category(OFTEN, "star", theme.colours.text_dim, self._often(recent))
        for category in ("input", *(name for name in CATEGORY_HUES if name != "input")):
            kinds = [kind for kind in self.catalogue.layers.values() if category_of(kind) == category]
            if kinds:
                colour = category_colour(category, theme.colours.scheme)
                ordered = sorted(kinds, key=lambda kind: (bool(kind.locked), kind.name))
                self._add_category(category.capitalize(), category_icon(category), colour, ordered)

    def show_found(self, kinds: Iterable[Kind]) -> None:
        """Search results, best first."""
        self.clear()
        for kind in kinds:
            self.appendRow(_kind_item(kind))

    def kind(self, index: Index) -> Kind | None:
        """The kind of a row, or None for a category."""
        found = index.data(KIND_ROLE)
        return found if isinstance(found, Kind) else None

    def mimeTypes(self) -> list[str]:
        """Qt's: what is dragged."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """Qt's: the dragged kind's name."""
        data = QMimeData()
        kinds = [kind for kind in map(self.kind, indexes) if kind is not None]
        if kinds:
            data.setData(MIME, QByteArray(kinds[0].name.encode()))
            data.setText(kinds[0].name)
        return data

    def _often(self, recent: Sequence[str]) -> list[Kind]:
        names = dict.fromkeys((*recent, *POPULAR["layers"]))
        kinds = [self.catalogue.layers[name] for name in names if name in self.catalogue.layers]
        return kinds[:_OFTEN_COUNT]

    def _add_category(self, title: str, icon: str, colour: str, kinds: Iterable[Kind]) -> None:
        head = QStandardItem(QIcon(pixmap(icon, colour, 16)), title)
        head.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        head.setFont(theme.font(weight=QFont.Weight.DemiBold))
        for kind in kinds:
            head.appendRow(_kind_item(kind))
        self.appendRow(head)


def category_of(kind: Kind) -> str:
    """The category under which the kind stands; inputs have their own."""
    if kind.name == INPUT_KIND:
        return "input"
    return kind.category if kind.category in CATEGORY_HUES else "other"


def _kind_item(kind: Kind) -> QStandardItem:
    category = category_of(kind)
    colour = theme.colours.text_faint if kind.locked else category_colour(category, theme.colours.scheme)
    icon = "lock" if kind.locked else category_icon(category)
    item = QStandardItem(QIcon(pixmap(icon, colour, 16)), kind.name)
    item.setData(kind, KIND_ROLE)
    item.setToolTip(f"{kind.name}\n{kind.locked or kind.summary}")
    item.setData(f"{kind.name}, {category}. {kind.locked or kind.summary}", Qt.ItemDataRole.AccessibleTextRole)
    flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
    if kind.locked:
        item.setForeground(theme.colour("text_faint"))
    else:
        flags |= Qt.ItemFlag.ItemIsDragEnabled
    item.setFlags(flags)
    return item
