"""A calm card beside the drawing with the report on the opened file; it stays until it is closed and blocks nothing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.report.content import NOTHING, Entry, OpenedReport, Section
from ui.theme.icons import icon
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, SPACE_2, SPACE_3
from ui.widgets.card_button import CardButton
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.icon_button import IconButton
from ui.widgets.icon_label import IconLabel
from ui.widgets.styling import label, set_class

_WIDTH, _BELOW_MESSAGES = 372, 68


class ReportCard(QFrame):
    """`place_wanted` carries the Place of an entry that was clicked, `copied` that the text is on the clipboard."""

    place_wanted = Signal(object)
    copied = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        over.installEventFilter(self)
        self.setObjectName("report_card")
        set_class(self, "card")
        self.report: OpenedReport | None = None
        self.title = ElidedLabel()
        self.title.setObjectName("report_title")
        set_class(self.title, "heading")
        self.heading = label("", "small", wrap=True)
        self.close_button = IconButton("x", "Close the report", "report_close")
        self.copy_button = QPushButton("Copy as text")
        self.copy_button.setObjectName("report_copy")
        set_class(self.copy_button, "quiet")
        self.area = QScrollArea()
        self._arrange()
        self.close_button.clicked.connect(self.close_report)
        self.copy_button.clicked.connect(self.copy)
        theme.changed.connect(self._dress)
        self._dress()
        self.hide()

    def show_report(self, report: OpenedReport) -> None:
        """Show a report beside the drawing."""
        self.report = report
        self.title.setText(report.path.name)
        self.heading.setText(report.heading)
        self.setAccessibleName(f"Report on {report.path.name}: {report.heading}")
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(SPACE_3, 0, SPACE_3, SPACE_2)
        column.setSpacing(SPACE_1)
        if not report.sections:
            column.addWidget(label(NOTHING, wrap=True))
        for number, section in enumerate(report.sections):
            self._add_section(column, section, number)
        column.addStretch(1)
        self.area.setWidget(page)
        self.show()
        self._place()

    def copy(self) -> None:
        """Put the report on the clipboard as text."""
        if self.report is not None:
            QGuiApplication.clipboard().setText(self.report.text())
            self.copied.emit()

    def close_report(self) -> None:
        """Go, and give the keyboard back to what lies under it."""
        self.hide()
        self._over.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt's; Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_report()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt's; stays at the right of what it floats over."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _add_section(self, column: QVBoxLayout, section: Section, number: int) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, SPACE_2 if number else 0, 0, 0)
        head.setSpacing(SPACE_2)
        head.addWidget(IconLabel(section.icon, section.colour, 15))
        head.addWidget(label(section.title, "heading"), 1)
        column.addLayout(head)
        column.addWidget(label(section.about, "small", wrap=True))
        for entry in section.entries:
            column.addWidget(self._row(entry, column.count()))

    def _row(self, entry: Entry, number: int) -> QWidget:
        if entry.place is None:
            text = label(entry.text, wrap=True)
            text.setContentsMargins(SPACE_2, SPACE_1, SPACE_2, SPACE_1)
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            return text
        row = CardButton(f"report_entry_{number}", f"Show in the drawing: {entry.text}")
        line = QHBoxLayout(row)
        line.setContentsMargins(SPACE_2, SPACE_1, SPACE_2, SPACE_1)
        line.addWidget(label(entry.text, wrap=True), 1)
        line.addWidget(IconLabel("chevron-right", "text_faint", 13))
        row.clicked.connect(lambda: self.place_wanted.emit(entry.place))
        return row

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(SPACE_3, SPACE_2, SPACE_2, 0)
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        self.heading.setContentsMargins(SPACE_3, 0, SPACE_3, SPACE_2)
        self.area.setObjectName("report_area")
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        foot = QHBoxLayout()
        foot.setContentsMargins(SPACE_2, 0, SPACE_2, SPACE_2)
        foot.addStretch(1)
        foot.addWidget(self.copy_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_1)
        column.addLayout(head)
        column.addWidget(self.heading)
        column.addWidget(self.area, 1)
        column.addLayout(foot)

    def _place(self) -> None:
        if not self.isVisible():
            return
        width = min(round(_WIDTH * theme.scale), self._over.width() - 2 * SPACE_3)
        page = self.area.widget()
        layout = page.layout() if page is not None else None
        wanted = layout.heightForWidth(width - 2) if layout is not None else 120
        rest = (
            self.title.sizeHint().height() + self.heading.heightForWidth(width) + self.copy_button.sizeHint().height()
        )
        top = round(_BELOW_MESSAGES * theme.scale)
        height = min(wanted + rest + 7 * SPACE_2, self._over.height() - top - SPACE_3)
        self.setGeometry(self._over.width() - width - SPACE_3, top, width, height)
        self.raise_()

    def _dress(self) -> None:
        self.copy_button.setIcon(icon("copy", "accent"))
        self._place()
