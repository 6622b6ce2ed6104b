"""The layer kinds as a tree of categories, or as a flat list of search results, with icons and drag data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QByteArray, QMimeData, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QIcon, QStandardItem, QStandardItemModel

from desktop_nn.catalogue import Catalogue, Kind
from desktop_nn.catalogue.code_classes import CATEGORY
from desktop_nn.catalogue.popular import POPULAR
from desktop_nn.graph.model import INPUT_KIND
from desktop_nn.project.snippets import Snippet
from ui.theme.icons import pixmap
from ui.theme.theme import theme
from ui.theme.tokens import CATEGORY_HUES, category_colour, category_icon
from ui.widgets.tips import plain

MIME = "application/x-desktop-nn-layer"
"""The type under which a layer kind is dragged, as UTF-8 text."""
OFTEN = "Often used"
_OFTEN_COUNT = 10
KIND_ROLE = Qt.ItemDataRole.UserRole + 1
SNIPPET_ROLE = Qt.ItemDataRole.UserRole + 2
NEW_ROLE = Qt.ItemDataRole.UserRole + 3
NEW_LAYER = "New layer in Python…"
NEW_ABOUT = "Write a class of your own; it becomes a layer like any other."
TEMPLATES, OWN = "Templates", "Snippets"
Index = QModelIndex | QPersistentModelIndex


class KindModel(QStandardItemModel):
    """Rows carry their Kind under `KIND_ROLE`; categories carry None. Locked kinds cannot be dragged."""

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__()
        self.catalogue = catalogue
        self.snippets: Sequence[Snippet] = ()

    def show_categories(self, recent: Sequence[str]) -> None:
        """All kinds by category; first the recently used ones, filled up with those that most models use."""
        self.clear()
        self._add_category(OFTEN, "star", theme.colours.text_dim, self._often(recent))
        own = (CATEGORY, "input")
        for category in (*own, *(name for name in CATEGORY_HUES if name not in own)):
            kinds = [kind for kind in self.catalogue.layers.values() if category_of(kind) == category]
            if kinds or category == CATEGORY:
                colour = category_colour(category, theme.colours.scheme)
                ordered = sorted(kinds, key=lambda kind: (bool(kind.locked), kind.name))
                self._add_category(category.capitalize(), category_icon(category), colour, ordered)
            if category == CATEGORY:
                self.item(self.rowCount() - 1).appendRow(_new_layer_item())
        self._add_snippets(TEMPLATES, "blocks", [one for one in self.snippets if not one.own])
        self._add_snippets(OWN, "bookmark", [one for one in self.snippets if one.own])

    def show_found(self, kinds: Iterable[Kind], text: str = "") -> None:
        """Search results, best first; templates and snippets whose words hold the text follow."""
        self.clear()
        for kind in kinds:
            self.appendRow(_kind_item(kind))
        for snippet in self.snippets:
            words = " ".join((snippet.title, *snippet.keywords)).casefold()
            if text and text.casefold() in words:
                self.appendRow(_snippet_item(snippet))
        if len(text) > 2 and any(word.startswith(text.casefold()) for word in _NEW_WORDS):
            self.appendRow(_new_layer_item())

    def makes_new(self, index: Index) -> bool:
        """Whether the row is the one that begins a new layer in Python."""
        return bool(index.data(NEW_ROLE))

    def snippet(self, index: Index) -> Snippet | None:
        """The template or snippet of a row, or None for anything else."""
        found = index.data(SNIPPET_ROLE)
        return found if isinstance(found, Snippet) else None

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
        pieces = [one for one in map(self.snippet, indexes) if one is not None]
        if pieces:
            data.setData(MIME, QByteArray(pieces[0].key.encode()))
            data.setText(pieces[0].title)
        elif kinds:
            data.setData(MIME, QByteArray(kinds[0].name.encode()))
            data.setText(kinds[0].name)
        return data

    def _add_snippets(self, title: str, icon: str, snippets: Sequence[Snippet]) -> None:
        if snippets:
            self._add_category(title, icon, theme.colours.text_dim, ())
            head = self.item(self.rowCount() - 1)
            for snippet in snippets:
                head.appendRow(_snippet_item(snippet))

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


_NEW_WORDS = ("python", "new layer", "custom", "own", "code", "class", "subclass")


def _new_layer_item() -> QStandardItem:
    item = QStandardItem(QIcon(pixmap("file-plus", theme.colours.text_dim, 16)), NEW_LAYER)
    item.setData(True, NEW_ROLE)
    item.setToolTip(NEW_ABOUT)
    item.setData(f"{NEW_LAYER} {NEW_ABOUT}", Qt.ItemDataRole.AccessibleTextRole)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    return item


def _snippet_item(snippet: Snippet) -> QStandardItem:
    icon = "bookmark" if snippet.own else "blocks"
    item = QStandardItem(QIcon(pixmap(icon, theme.colours.text_dim, 16)), snippet.title)
    item.setData(snippet, SNIPPET_ROLE)
    count = len(snippet.clip.graph.nodes)
    about = snippet.about or f"{count} layer{'s' if count != 1 else ''} that you saved."
    item.setToolTip(plain(f"{snippet.title}\n{about}"))
    item.setData(
        f"{snippet.title}, {'snippet' if snippet.own else 'template'}. {about}", Qt.ItemDataRole.AccessibleTextRole
    )
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled)
    return item


def _kind_item(kind: Kind) -> QStandardItem:
    category = category_of(kind)
    colour = theme.colours.text_faint if kind.locked else category_colour(category, theme.colours.scheme)
    icon = "lock" if kind.locked else category_icon(category)
    item = QStandardItem(QIcon(pixmap(icon, colour, 16)), kind.name)
    item.setData(kind, KIND_ROLE)
    item.setToolTip(plain(f"{kind.name}\n{kind.locked or kind.summary}"))
    item.setData(f"{kind.name}, {category}. {kind.locked or kind.summary}", Qt.ItemDataRole.AccessibleTextRole)
    flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
    if kind.locked:
        item.setForeground(theme.colour("text_faint"))
    else:
        flags |= Qt.ItemFlag.ItemIsDragEnabled
    item.setFlags(flags)
    return item
