"""Paints a chart's header with title, legend and values, and what follows the pointer: cross line, dots, a table."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from ui.charts.chart_looks import looks
from ui.charts.content import Content, Line, Mark
from ui.charts.frame import Frame
from ui.charts.reading import Value, values
from ui.theme.tokens import RADIUS

Row = tuple[Line, Value | None]
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ELIDE = Qt.TextElideMode.ElideRight
_NEAR = 5.0
"""So near to a mark, in pixels, its words are shown."""
_MOST_ROWS = 8
_LEAST_NAME = 80
"""Pixels of a run's name; in less room the table has colours only."""


def moment_text(content: Content, at: float) -> str:
    """The moment that the pointer shows, in the words of the bottom axis."""
    if content.axis == "batch":
        return f"batch {content.place(at):.0f}"
    if content.axis == "seconds":
        return f"{content.place(at):.3g} s"
    return f"epoch {at:.6g}" if at == int(at) else f"epoch {at:.2f}"


def paint_header(painter: QPainter, box: QRectF, content: Content, at: float | None, title: str) -> None:
    """The title with the unit, below it the legend with the values, below that a sentence if there is one."""
    if at is not None:
        title = f"{title}, {moment_text(content, at)}"
    row = QRectF(box.left(), box.top(), box.width(), looks.title_metrics.height())
    painter.setFont(looks.title_font)
    painter.setPen(looks.text)
    shown = looks.title_metrics.elidedText(title, _ELIDE, row.width())
    painter.drawText(row, _LEFT, shown)
    room = row.width() - looks.title_metrics.horizontalAdvance(shown) - 14
    unit = content.title.unit
    if room > 30 * looks.scale and unit.lower() != content.title.title.lower():
        painter.setFont(looks.small_font)
        painter.setPen(looks.faint)
        painter.drawText(row, _RIGHT, looks.small_metrics.elidedText(unit, _ELIDE, room))
    if content.plain:
        row = QRectF(box.left(), row.bottom() + 2, box.width(), looks.text_metrics.height())
        _paint_legend(painter, row, values(content, at))
    if content.words:
        row = QRectF(box.left(), row.bottom() + 1, box.width(), looks.small_metrics.height())
        painter.setFont(looks.small_font)
        painter.setPen(looks.warn if content.warns else looks.dim)
        painter.drawText(row, _LEFT, looks.small_metrics.elidedText(content.words, _ELIDE, row.width()))


def _paint_legend(painter: QPainter, row: QRectF, rows: Sequence[Row]) -> None:
    several = len({line.run for line, _ in rows}) > 1
    x = row.left()
    groups = _by_run(rows) if several else [[item] for item in rows]
    for number, group in enumerate(groups):
        label = "" if several else group[0][0].label
        text = " / ".join(value.text if value else "–" for _, value in group)
        width = _entry_width(label, text)
        if x + width > row.right() + 1:
            painter.setFont(looks.small_font)
            painter.setPen(looks.faint)
            painter.drawText(QRectF(x, row.top(), row.right() - x, row.height()), _LEFT, f"+{len(groups) - number}")
            return
        _paint_entry(painter, QPointF(x, row.center().y()), row, group[0][0], label, text)
        x += width + 10 * looks.scale


def _by_run(rows: Sequence[Row]) -> list[list[Row]]:
    runs: dict[str, list[Row]] = {}
    for line, value in rows:
        if line.label != "this epoch":
            runs.setdefault(line.run, []).append((line, value))
    return list(runs.values())


def _entry_width(label: str, text: str) -> float:
    words = looks.text_metrics.horizontalAdvance(label) + 5 if label else 0.0
    return 14 * looks.scale + words + looks.bold_metrics.horizontalAdvance(text)


def _paint_entry(painter: QPainter, at: QPointF, row: QRectF, line: Line, label: str, text: str) -> None:
    x, key = at.x(), 10 * looks.scale
    painter.setPen(looks.line(line.colour, line.stroke if line.stroke != "dash" else "solid", False))
    painter.drawLine(QLineF(x, at.y(), x + key, at.y()))
    x += 14 * looks.scale
    if label:
        painter.setFont(looks.text_font)
        painter.setPen(looks.dim)
        painter.drawText(QRectF(x, row.top(), 200, row.height()), _LEFT, label)
        x += looks.text_metrics.horizontalAdvance(label) + 5
    painter.setFont(looks.bold_font)
    painter.setPen(looks.text)
    painter.drawText(QRectF(x, row.top(), 400, row.height()), _LEFT, text)


def paint_pointer(painter: QPainter, frame: Frame, content: Content, at: float, *, told: bool) -> None:
    """The cross line and a dot on each line; `told`: with a table of all runs, if there are several."""
    x = content.place(at)
    if not frame.x.low <= x <= frame.x.high:
        return
    across = round(frame.across(x)) + 0.5
    painter.setPen(looks.cursor)
    painter.drawLine(QLineF(across, frame.plot.top(), across, frame.plot.bottom()))
    rows = values(content, at)
    painter.save()
    painter.setClipRect(frame.plot.adjusted(-4, -4, 4, 4))
    painter.setPen(looks.no_pen)
    for line, value in rows:
        if value is not None and frame.y.shows(value.y):
            painter.setBrush(looks.colour(line.colour))
            painter.drawEllipse(frame.point(value.x, value.y), 3.5, 3.5)
    painter.restore()
    if told and len({line.run for line, _ in rows}) > 1:
        _paint_table(painter, frame, across, _by_run(rows))


def mark_near(frame: Frame, marks: Sequence[Mark], place: float) -> Mark | None:
    """The mark under the pointer."""
    near = [mark for mark in marks if abs(frame.across(mark.x) - place) <= _NEAR]
    return min(near, key=lambda mark: abs(frame.across(mark.x) - place), default=None)


def _paint_table(painter: QPainter, frame: Frame, across: float, groups: Sequence[Sequence[Row]]) -> None:
    """Beside the cross line, on the side with more room: a line a run with its name and values."""
    shown = groups[:_MOST_ROWS]
    height = looks.small_metrics.height() + 2
    texts = [" / ".join(value.text if value else "–" for _, value in group) for group in shown]
    names = [group[0][0].run for group in shown]
    wide = max(looks.small_metrics.horizontalAdvance(text) for text in texts)
    room = max(frame.plot.width() - (across - frame.plot.left()), across - frame.plot.left()) - wide - 52
    longest = max(looks.small_metrics.horizontalAdvance(name) for name in names)
    # Names cut to a few letters tell nothing; the colours lead to the legend.
    name_width = min(longest, room) if room >= min(longest, _LEAST_NAME * looks.scale) else 0.0
    box = QRectF(0, 0, 14 + name_width + 10 + wide + 14, height * len(shown) + 8)
    box.moveTop(max(2.0, min(frame.plot.top() + 4, frame.plot.bottom() - box.height())))
    right = across < frame.plot.center().x()
    box.moveLeft(across + 8 if right else across - 8 - box.width())
    painter.setPen(looks.axis)
    painter.setBrush(looks.box)
    painter.drawRoundedRect(box, RADIUS, RADIUS)
    painter.setFont(looks.small_font)
    for number, (group, name, text) in enumerate(zip(shown, names, texts, strict=True)):
        row = QRectF(box.left() + 7, box.top() + 4 + number * height, box.width() - 14, height)
        painter.setPen(looks.line(group[0][0].colour, "solid", False))
        painter.drawLine(QLineF(row.left(), row.center().y(), row.left() + 8, row.center().y()))
        painter.setPen(looks.dim)
        cut = looks.small_metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, name_width)
        painter.drawText(row.adjusted(13, 0, 0, 0), _LEFT, cut)
        painter.setPen(looks.text)
        painter.drawText(row, _RIGHT, text)
