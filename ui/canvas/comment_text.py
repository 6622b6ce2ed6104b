"""The text of a sticky note, laid out once: headings, lists, bold, slanted and code words, each line as it was typed.

Only what there is room for is laid out, so that the longest text costs no more than a full note. Links stay plain
text and nothing is ever loaded. Painting is `comment_item.py`'s.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QGlyphRun, QPainter, QTextCharFormat, QTextLayout, QTextOption

from ui.canvas.looks import looks
from ui.canvas.text import Text

_MARKS = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|(?<![*\w])\*(?=[^\s*])(.+?)(?<=[^\s*])\*(?![*\w])|`([^`]+)`")
_HEADING = re.compile(r"#{1,3} +")
_ENTRY = re.compile(r"[-*•] +")
_INDENT = 14.0
_LINE = 1.25
"""Height of a line in heights of the font's own."""
_LONGEST = 2000
"""Letters of one line that are looked at; nothing larger is ever seen of one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was typed, without its marks: `spans` are start, length and "bold", "slanted" or "code"."""

    text: str
    kind: str = ""
    spans: tuple[tuple[int, int, str], ...] = ()


class NoteText:
    """`height` is what the lines that were laid out take (scene units); `cut` says that there are more."""

    def __init__(self, text: str, width: float, room: float) -> None:
        self.height = 0.0
        self.cut = False
        self._runs: list[tuple[QPointF, QGlyphRun]] = []
        for line in text.splitlines():
            if self.height >= room:
                self.cut = True
                break
            self._add(read(line[:_LONGEST]), width, room)

    def paint(self, painter: QPainter, at: QPointF) -> None:
        """Paint with the top left corner at a point, in the painter's pen."""
        for place, run in self._runs:
            painter.drawGlyphRun(at + place, run)

    def _add(self, line: Line, width: float, room: float) -> None:
        font = looks.note_heading if line.kind == "heading" else looks.note_font
        indent = _INDENT * looks.scale if line.kind == "entry" else 0.0
        step = QFontMetricsF(font).height() * _LINE
        if self.height + step > room:
            self.cut = True
            return
        if not line.text:
            self.height += step
            return
        layout, done, down, backwards = _layout(line, font), 0, 0.0, _backwards(line.text)
        layout.beginLayout()
        while done < len(line.text) and not self.cut:
            row = layout.createLine()
            if not row.isValid():
                break
            row.setLineWidth(max(8.0, width - indent))
            # Glyph runs know nothing of alignment.
            row.setPosition(QPointF(width - indent - row.naturalTextWidth() if backwards else 0.0, down))
            done, down = row.textStart() + row.textLength(), down + step
            self.cut = done < len(line.text) and self.height + down + step > room
        layout.endLayout()
        shift = QPointF(0.0 if backwards else indent, self.height)
        self._runs += [(shift, run) for run in layout.glyphRuns()]
        if line.kind == "entry":
            bullet = Text("•", font, QFontMetricsF(font))
            beside = width - bullet.width if backwards else indent - bullet.width - 5.0 * looks.scale
            self._runs += [(QPointF(beside, self.height), run) for run in bullet.runs]
        self.height += down


def read(line: str) -> Line:
    """A line without its marks."""
    kind = ""
    for pattern, name in ((_HEADING, "heading"), (_ENTRY, "entry")):
        found = pattern.match(line)
        if found:
            kind, line = name, line[found.end() :]
            break
    plain, spans, last = "", list[tuple[int, int, str]](), 0
    for found in _MARKS.finditer(line):
        plain += line[last : found.start()]
        words, which = next((part, number) for number, part in enumerate(found.groups()) if part is not None)
        spans.append((len(plain), len(words), ("bold", "slanted", "code")[which]))
        plain += words
        last = found.end()
    return Line(plain + line[last:], kind, tuple(spans))


def heading_of(text: str) -> str:
    """The first line that says something, as far as it is ever shown from far away."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return read(first.strip()[:200]).text


def far_lines(text: str, font: QFont, metrics: QFontMetricsF, width: float, most: int) -> tuple[list[Text], bool]:
    """A text on so many lines of a width, and whether it is too long for that; then it ends in dots."""
    layout = QTextLayout(text, font)
    starts: list[int] = []
    layout.beginLayout()
    while (row := layout.createLine()).isValid() and len(starts) <= most:
        row.setLineWidth(max(8.0, width))
        starts.append(row.textStart())
    layout.endLayout()
    last = len(starts) > most
    starts = starts[:most]
    ends = [*starts[1:], len(text)]
    broken = any(start > 0 and not text[start - 1].isspace() for start in starts[1:])
    lines = [
        Text(text[start:end].strip(), font, metrics, width if last and end == len(text) else None)
        for start, end in zip(starts, ends, strict=True)
    ]
    return lines, last or broken


def _layout(line: Line, font: QFont) -> QTextLayout:
    layout = QTextLayout(line.text, font)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    backwards = _backwards(line.text)
    option.setTextDirection(Qt.LayoutDirection.RightToLeft if backwards else Qt.LayoutDirection.LeftToRight)
    layout.setTextOption(option)
    layout.setFormats([_format(*span) for span in line.spans])
    return layout


def _format(start: int, length: int, kind: str) -> QTextLayout.FormatRange:
    span = QTextLayout.FormatRange()
    span.start, span.length = start, length
    look = QTextCharFormat()
    if kind == "bold":
        look.setFontWeight(QFont.Weight.DemiBold)
    elif kind == "slanted":
        look.setFontItalic(True)
    else:
        look.setFontFamilies([looks.note_code])
    span.format = look
    return span


def _backwards(text: str) -> bool:
    """Whether it is written from right to left, as its first letter says."""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((way for way in strong if way in ("L", "R", "AL")), "L") != "L"
