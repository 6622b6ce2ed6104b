"""Search-to-add: layers of the catalogue, templates, the user's snippets and layers that are drawn already, in one box.

Recently used entries come first while nothing is typed. Keys are kinds' names, snippets' keys, or `call:` and a layer's
id for one more call of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from desktop_nn.catalogue import Catalogue, Kind
from desktop_nn.catalogue.search import search
from desktop_nn.graph.model import INPUT_KIND, Layer
from desktop_nn.project.snippets import Snippet
from ui.widgets.search_box import Entry, SearchBox

CALL = "call:"
"""Begins the key of one more call of a layer."""
NOTE = "note:"
"""The key of a sticky note."""
NEW_LAYER = "new:layer"
"""The key of a layer that is still to be written."""
_NOTE_WORDS = ("note", "sticky note", "comment")
_NEW_WORDS = ("new layer in python", "python", "custom layer", "own layer", "code", "class", "subclass")
_RECENT = 5


class LayerSearch(SearchBox):
    """`chosen` carries an entry's key. `snippets` and `layers` give what there is beside the catalogue."""

    def __init__(self, parent: QWidget, catalogue: Callable[[], Catalogue]) -> None:
        super().__init__(parent, "layer_search", "Search for a layer to add")
        self._catalogue = catalogue
        self._fits: Callable[[Kind], bool] = lambda _kind: True
        self._snippet_fits: Callable[[Snippet], bool] = lambda _snippet: True
        self._recent: list[str] = []
        self.snippets: Callable[[], Sequence[Snippet]] = lambda: ()
        self.layers: Callable[[], Iterable[Layer]] = lambda: ()
        self.notes = False
        """Whether a sticky note may be added, which takes no wire."""
        self.chosen.connect(self._remember)

    def open(
        self,
        at: QPoint,
        fits: Callable[[Kind], bool] = lambda _kind: True,
        snippet_fits: Callable[[Snippet], bool] = lambda _snippet: True,
    ) -> None:
        """Open at a point of the parent; only what fits is offered."""
        self._fits, self._snippet_fits = fits, snippet_fits
        self.open_at(at)

    def refresh(self) -> None:
        """Search again: what there is has changed."""
        if self.isVisible():
            self._search()

    def found(self, text: str) -> Iterable[Entry]:
        """The entries that the text may mean: names that begin with it first, layers before pieces of drawings."""
        kinds = [_of_kind(kind) for kind in search(self._catalogue(), text) if self._fits(kind)]
        pieces = [_of_snippet(one) for one in self.snippets() if self._snippet_fits(one) and _means(one, text)]
        calls = [_of_layer(layer) for layer in self.layers() if self._callable(layer) and _names(layer, text)]
        if not text:
            known = {entry.key: entry for entry in (*kinds, *pieces)}
            recent = [known.pop(key) for key in self._recent if key in known]
            return [*recent, *known.values()]
        first = text.casefold()
        ahead = [entry for entry in pieces if entry.title.casefold().startswith(first)]
        exact = [entry for entry in kinds if entry.title.casefold() == first]
        rest = [entry for entry in (*kinds, *calls, *pieces) if entry not in ahead and entry not in exact]
        if self.notes and len(first) > 1 and any(word.startswith(first) for word in _NOTE_WORDS):
            ahead.insert(0, Entry(NOTE, "Note", "", "A sticky note on the canvas (N).", "", "sticky-note"))
        found = [*exact, *(ahead if len(first) > 2 else ()), *rest, *(() if len(first) > 2 else ahead)]
        if len(first) > 2 and any(word.startswith(first) for word in _NEW_WORDS):
            found.append(Entry(NEW_LAYER, "New layer in Python…", "your layers", _NEW_ABOUT, "", "file-plus"))
        return found

    def nothing_found(self, text: str) -> str:
        """Other words may help."""
        return f"No layer is called “{text}”. Try another word, such as “conv”, or “python” to write one."

    def _callable(self, layer: Layer) -> bool:
        kind = self._catalogue().layers.get(layer.kind)
        return layer.kind != INPUT_KIND and kind is not None and self._fits(kind)

    def _remember(self, key: str) -> None:
        if not key.startswith((CALL, NOTE, NEW_LAYER)):
            self._recent = [key, *(other for other in self._recent if other != key)][:_RECENT]


_NEW_ABOUT = "Write a class of your own; it becomes a layer like any other."


def _of_kind(kind: Kind) -> Entry:
    return Entry(kind.name, kind.name, "input" if kind.name == INPUT_KIND else kind.category, kind.summary)


def _of_snippet(snippet: Snippet) -> Entry:
    count = len(snippet.clip.graph.nodes)
    about = snippet.about or f"{count} layer{'s' if count != 1 else ''} that you saved."
    mark, picture = ("yours", "bookmark") if snippet.own else ("template", "blocks")
    return Entry(snippet.key, snippet.title, "core", about, mark, picture)


def _of_layer(layer: Layer) -> Entry:
    about = f"One more call of {layer.name} ({layer.kind}): both use the same weights."
    return Entry(f"{CALL}{layer.id}", layer.name, "core", about, "shared", "link")


def _means(snippet: Snippet, text: str) -> bool:
    words = " ".join((snippet.title, snippet.about, *snippet.keywords)).casefold()
    return all(word in words for word in text.casefold().split())


def _names(layer: Layer, text: str) -> bool:
    return len(text) > 1 and layer.name.casefold().startswith(text.casefold())
