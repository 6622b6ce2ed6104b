"""The overlay of the canvas: what each layer costs, or how it trains, as a number and a colour on its card.

Kept for this window only.
"""

from __future__ import annotations

from math import log1p
from typing import TYPE_CHECKING, Literal, TypeAlias

from desktop_nn.graph.costs import TITLES, Measure, cost_of_all, cost_of_group, cost_text, costs
from desktop_nn.training.layer_history import LayerHistory
from desktop_nn.training.metric_log import MetricLog
from ui.canvas import time_heat, training_heat
from ui.canvas.heat import Heat
from ui.canvas.legend import Legend
from ui.canvas.time_heat import Timed

if TYPE_CHECKING:
    from ui.canvas.view import CanvasView

Shown: TypeAlias = Measure | Literal["training", "time", ""]


class Overlay:
    """`measure` is what is shown, empty for nothing."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
        self.measure: Shown = ""
        self.legend = Legend(canvas)
        self._history = LayerHistory(MetricLog())
        self._timed = Timed()

    def look_into(self, log: MetricLog) -> None:
        """Show the training state by this run's log, which has just grown."""
        if log is not self._history.log:
            self._history = LayerHistory(log)
        if self.measure == "training":
            self.refresh()
            self._canvas.expire_overview()

    def show_times(self, timed: Timed) -> None:
        """Something else is known of what each layer takes."""
        if timed != self._timed:
            self._timed = timed
            if self.measure == "time":
                self.refresh()
                self._canvas.expire_overview()

    def show(self, measure: Shown) -> None:
        """Show what the layers cost by this measure, or nothing."""
        if measure != self.measure:
            self.measure = measure
            if not measure:
                self._cool()
            self.refresh()
            self._canvas.expire_overview()

    def refresh(self) -> None:
        """The drawing or what Keras says of it changed."""
        if not self.measure:
            return
        canvas, measure = self._canvas, self.measure
        if measure == "training":
            self._show_training()
            return
        if measure == "time":
            self._show_time()
            return
        graph, facts = canvas.session.graph, canvas.session.facts
        found = costs(graph, facts, measure)
        shown = {
            id: cost_of_group(graph, facts, found, id, measure) if id in graph.groups else found.get(id)
            for id in canvas.board.made
        }
        most = max((value for value in shown.values() if value is not None), default=0)
        for id, item in canvas.board.made.items():
            item.warm(Heat(_level(shown[id], most), cost_text(shown[id], measure)))
        self.legend.show_scale(
            TITLES[measure], _scale(most, measure), _total(*cost_of_all(graph, facts, found, measure), measure)
        )

    def _show_training(self) -> None:
        self._history.read()
        nodes, session = self._canvas.board.made, self._canvas.session
        heats = training_heat.heats(session.graph, self._history, nodes, session.scope)
        for id, item in nodes.items():
            item.warm(heats.get(id))
        verdict = training_heat.verdict(self._history)
        self.legend.show_scale(training_heat.TITLE, training_heat.scale(self._history), verdict)

    def _show_time(self) -> None:
        nodes, session, timed = self._canvas.board.made, self._canvas.session, self._timed
        heats = time_heat.heats(session.graph, timed, nodes, session.scope)
        for id, item in nodes.items():
            item.warm(heats.get(id))
        self.legend.show_scale(time_heat.TITLE, time_heat.scale(timed, heats.values()), time_heat.verdict(timed))

    def _cool(self) -> None:
        for item in self._canvas.board.made.values():
            item.warm(None)
        self.legend.hide()


def _level(value: int | None, most: int) -> float | None:
    """On a scale of orders of magnitude, because costs differ by thousands: 0 for nothing, 1 for the most."""
    if value is None:
        return None
    return log1p(value) / log1p(most) if most else 0.0


def _scale(most: int, measure: Measure) -> tuple[str, str, str]:
    """What the left end, the middle and the right end of the scale stand for."""
    middle = round((most + 1) ** 0.5 - 1)
    return cost_text(0, measure), cost_text(middle, measure), cost_text(most, measure)


def _total(total: int, unknown: int, measure: Measure) -> str:
    text = cost_text(total, measure)
    return f"{text} in all, {unknown} not known" if unknown else f"{text} in all"
