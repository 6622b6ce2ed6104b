"""The learning rate over the planned epochs as a small curve with its axes. Paints; the numbers are the core's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from desktop_nn.problems import Problem
from desktop_nn.training.rate_curve import RateCurve
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, TEXT_SMALL
from ui.widgets.note import Note
from ui.widgets.styling import label

_HEIGHT, _LINE = 72, 16


class RateCurveView(QWidget):
    """A curve with a sentence below it, or why there is none; nothing at all until it is given one of them."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.plot = RatePlot()
        self.hint = label("", "small", wrap=True)
        self.note = Note(f"{name}_note")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_1, 0, 0)
        layout.setSpacing(SPACE_1)
        for widget in (self.plot, self.hint, self.note):
            layout.addWidget(widget)
        self.hide()

    def show_curve(self, curve: RateCurve | None, problem: Problem | None = None) -> None:
        """Show a curve, or what is wrong with its parameters, or nothing."""
        self.plot.setVisible(curve is not None)
        self.plot.show_curve(curve)
        words = curve.hint if curve is not None else ""
        self.hint.setText(words)
        self.hint.setVisible(bool(words))
        self.note.say_problem(problem)
        self.setVisible(curve is not None or problem is not None)


class RatePlot(QWidget):
    """The lowest and highest rate stand at the left, the ends of the axis below; a rate is told under the pointer."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rate_plot")
        self._curve: RateCurve | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    @property
    def curve(self) -> RateCurve | None:
        """What is shown."""
        return self._curve

    def show_curve(self, curve: RateCurve | None) -> None:
        """Show another curve."""
        self._curve = curve
        if curve is not None:
            ends = f"from {curve.ys[0]:.3g} to {curve.ys[-1]:.3g}, at most {max(curve.ys):.3g}"
            self.setAccessibleName(f"Learning rate {ends} over {curve.xs[-1]:,.0f} {_plural(curve.axis)}")
        self.update()

    def sizeHint(self) -> QSize:
        """The curve and one line of text below it."""
        return QSize(200, round((_HEIGHT + 2.5 * _LINE) * theme.scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Axes, numbers, the curve."""
        curve = self._curve
        if curve is None:
            return
        painter = QPainter(self)
        painter.setFont(theme.font(TEXT_SMALL))
        area = self._area()
        self._paint_axes(painter, area, curve)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("accent"), 1.6))
        painter.drawPolyline(QPolygonF(self._points(curve, area)))

    def event(self, event: QEvent) -> bool:
        """The rate under the pointer."""
        curve = self._curve
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and curve is not None:
            area = self._area()
            part = min(1.0, max(0.0, (event.pos().x() - area.left()) / max(1.0, area.width())))
            at = curve.xs[0] + part * (curve.xs[-1] - curve.xs[0])
            before = max(number for number, x in enumerate(curve.xs) if x <= at)
            where = f"epoch {int(at) + 1:,}" if curve.axis == "epoch" else f"batch {at:,.0f}"
            QToolTip.showText(event.globalPos(), f"{curve.ys[before]:.4g} in {where}", self)
            return True
        return super().event(event)

    def _area(self) -> QRectF:
        line, left = _LINE * theme.scale, 48 * theme.scale
        return QRectF(left, 1.5 * line, max(10.0, self.width() - left - 2), max(10.0, self.height() - 2.5 * line))

    def _paint_axes(self, painter: QPainter, area: QRectF, curve: RateCurve) -> None:
        line = _LINE * theme.scale
        painter.fillRect(QRectF(area.left(), area.top(), 1, area.height()), theme.colour("border_strong"))
        painter.fillRect(QRectF(area.left(), area.bottom(), area.width(), 1), theme.colour("border_strong"))
        painter.setPen(theme.colour("text_dim"))
        right, left = Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignLeft
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(0, 0, self.width(), line - 2), left | middle, "Learning rate")
        numbers = QRectF(0, area.top() - line / 2, area.left() - 5, line)
        painter.drawText(numbers, right | middle, f"{_top(curve):.3g}")
        painter.drawText(numbers.translated(0, area.height()), right | middle, "0")
        below = QRectF(area.left(), area.bottom() + 1, area.width(), line)
        painter.drawText(below, left | middle, "0")
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | middle, _plural(curve.axis).capitalize())
        painter.drawText(below, right | middle, f"{curve.xs[-1]:,.0f}")

    def _points(self, curve: RateCurve, area: QRectF) -> list[QPointF]:
        first, width, top = curve.xs[0], (curve.xs[-1] - curve.xs[0]) or 1.0, _top(curve)
        points: list[QPointF] = []
        for x, y in zip(curve.xs, curve.ys, strict=True):
            at = QPointF(area.left() + area.width() * (x - first) / width, area.bottom() - area.height() * y / top)
            if curve.stepped and points:
                points.append(QPointF(at.x(), points[-1].y()))
            points.append(at)
        return points


def _top(curve: RateCurve) -> float:
    return max(curve.ys) or 1.0


def _plural(axis: str) -> str:
    return "epochs" if axis == "epoch" else "batches"
