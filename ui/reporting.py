"""The report on the opened file: kept while its document is open, shown if it tells of changes, and again later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.report.card import ReportCard
from ui.report.content import OpenedReport, Place

if TYPE_CHECKING:
    from ui.main_window import MainWindow


class Reporting(QObject):
    """`changed` is sent when another report, or none, is at hand."""

    changed = Signal()

    def __init__(self, window: MainWindow, over: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.report: OpenedReport | None = None
        self.card = ReportCard(over)
        self.card.place_wanted.connect(self._go_to)
        self.card.copied.connect(lambda: window.session.tell("The report is on the clipboard."))
        window.session.opened.connect(lambda: self.take(None))
        window.documents.reported.connect(self.take)

    def take(self, report: OpenedReport | None) -> None:
        """Keep a report; one that tells of changes is shown."""
        self.report = report
        if report is not None and report.sections:
            self.card.show_report(report)
        else:
            self.card.hide()
        self.changed.emit()

    def show(self) -> None:
        """Show the report that is at hand, with the keyboard on it."""
        if self.report is not None:
            self.card.show_report(self.report)
            self.card.close_button.setFocus()

    def _go_to(self, place: Place) -> None:
        """Show the node, or the training choices."""
        window = self._window
        if not place.node:
            window.show_panel("training")
            return
        window.session.look_into(place.scope, (place.node,))
        window.canvas.center_on(place.node)
