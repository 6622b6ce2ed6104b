"""Search-to-add: the catalogue's layers in a search box; recently used kinds come first while nothing is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from desktop_nn.catalogue import Catalogue, Kind
from desktop_nn.catalogue.search import search
from desktop_nn.graph.model import INPUT_KIND
from ui.widgets.search_box import Entry, SearchBox

_RECENT = 5


class LayerSearch(SearchBox):
    """`chosen` carries the kind's name."""

    def __init__(self, parent: QWidget, catalogue: Catalogue) -> None:
        super().__init__(parent, "layer_search", "Search for a layer to add")
        self._catalogue = catalogue
        self._fits: Callable[[Kind], bool] = lambda _kind: True
        self._recent: list[str] = []
        self.chosen.connect(self._remember)

    def open(self, at: QPoint, fits: Callable[[Kind], bool] = lambda _kind: True) -> None:
        """Open at a point of the parent; only kinds that fit are offered."""
        self._fits = fits
        self.open_at(at)

    def found(self, text: str) -> Iterable[Entry]:
        """The kinds that the text may mean."""
        kinds = {kind.name: kind for kind in search(self._catalogue, text) if self._fits(kind)}
        if not text:
            recent = [kinds.pop(name) for name in self._recent if name in kinds]
            return [_entry(kind) for kind in (*recent, *kinds.values())]
        return [_entry(kind) for kind in kinds.values()]

    def nothing_found(self, text: str) -> str:
        """Other words may help."""
        return f"No layer is called “{text}”. Try another word, such as “conv” or “FC”."

    def _remember(self, name: str) -> None:
        self._recent = [name, *(other for other in self._recent if other != name)][:_RECENT]


def _entry(kind: Kind) -> Entry:
    return Entry(kind.name, kind.name, "input" if kind.name == INPUT_KIND else kind.category, kind.summary)
