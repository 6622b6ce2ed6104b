"""Colours for Python code: keywords, strings, numbers, comments, the names of calls."""

from __future__ import annotations

import keyword
import re

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from ui.theme.theme import theme
from ui.theme.tokens import category_colour

_TOKENS = re.compile(
    r"(?P<comment>#.*)"
    r"|(?P<string>[rbfRBF]{0,2}(?:\"\"\"|'''))"
    r"|(?P<text>[rbfRBF]{0,2}(?:\"(?:\\.|[^\"\\])*\"?|'(?:\\.|[^'\\])*'?))"
    r"|(?P<number>\b(?:0[xX][0-9a-fA-F_]+|\d[\d_]*\.?\d*(?:[eE][-+]?\d+)?)\b)"
    r"|(?P<name>[^\W\d]\w*)(?P<call>\s*\()?"
)
_KEYWORDS = frozenset(keyword.kwlist)


class PythonHighlighter(QSyntaxHighlighter):
    """Follows the theme. A block's state says which kind of triple quote is open at its end (0 none)."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
        self._dress()
        theme.changed.connect(self._dress)

    def highlightBlock(self, text: str) -> None:
        """Qt's: colour one line."""
        at = 0
        self.setCurrentBlockState(0)
        if self.previousBlockState() > 0:
            at = self._close_string(text, 0, _QUOTES[self.previousBlockState()])
        while at < len(text):
            found = _TOKENS.search(text, at)
            if found is None:
                return
            at = self._colour(text, found)

    def _colour(self, text: str, found: re.Match[str]) -> int:
        """Colour a token; returns where to go on."""
        kind = found.lastgroup or ""
        if kind == "string":
            return self._close_string(text, found.start(), found.group()[-3:], found.end())
        if kind in ("name", "call"):
            word = found["name"]
            kind = "keyword" if word in _KEYWORDS else kind
            self._paint(found.start("name"), len(word), kind)
            return found.end("name")
        self._paint(found.start(), len(found.group()), kind)
        return found.end()

    def _close_string(self, text: str, start: int, quote: str, search: int = 0) -> int:
        end = text.find(quote, search)
        self.setCurrentBlockState(_QUOTES.index(quote) if end < 0 else 0)
        end = len(text) if end < 0 else end + len(quote)
        self._paint(start, end - start, "text")
        return end

    def _paint(self, start: int, count: int, kind: str) -> None:
        if kind in self._formats:
            self.setFormat(start, count, self._formats[kind])

    def _dress(self) -> None:
        scheme = theme.colours.scheme
        colours = {
            "comment": theme.colours.text_faint,
            "text": theme.colours.good,
            "number": category_colour("activation", scheme),
            "keyword": category_colour("convolution", scheme),
            "call": category_colour("core", scheme),
        }
        self._formats = {}
        for kind, colour in colours.items():
            self._formats[kind] = QTextCharFormat()
            self._formats[kind].setForeground(QColor(colour))
        self._formats["comment"].setFontItalic(True)
        self.rehighlight()


_QUOTES = ("", '"""', "'''")
