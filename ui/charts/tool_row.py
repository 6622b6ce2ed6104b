"""The row above the charts: which sections are shown, and how the charts are drawn. It only tells what was chosen."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QWidget

from ui.charts.options import LAYER_VIEWS, SECTIONS, Options
from ui.theme.tokens import SPACE_1, SPACE_2
from ui.widgets.flow import FlowLayout
from ui.widgets.icon_button import IconButton
from ui.widgets.menu_choice import MenuChoice
from ui.widgets.tips import plain

_AXES: dict[str, str] = {"epoch": "Epochs", "batch": "Batches", "seconds": "Seconds"}
SHIFT_TIP = (
    "Draw the training curve half an epoch earlier. Its figure is a mean over the batches of the epoch, while "
    "validation is measured at the epoch's end: on average the training figure is half an epoch older. "
    "(Géron, Hands-On Machine Learning, chapter 10)"
)
SMOOTHING_TIP = (
    "Smoothing: exponential moving average, how much of the past stays; the raw curve stays faint behind. "
    "Corrected at the beginning as TensorBoard does (Kingma and Ba 2015)."
)


class ToolRow(QWidget):
    """`changed` carries the options after each choice of the user."""

    changed = Signal(object)
    menu_wanted = Signal()
    whole_wanted = Signal()

    def __init__(self, options: Options) -> None:
        super().__init__()
        self.options = options
        self.sections = {key: _text_button(f"charts_{key}", title, tip) for key, (title, tip) in SECTIONS.items()}
        for key, button in self.sections.items():
            button.setToolTip(plain(f"{button.toolTip()}. With Ctrl: beside what is shown."))
            button.clicked.connect(lambda _=False, key=key: self._choose_section(key))
        self.layers = MenuChoice("charts_layers", LAYER_VIEWS, "What the charts of layers show")
        self.log = _text_button("charts_log", "Log", "Logarithmic upright axis")
        self.shift = _text_button("charts_shift", "½ epoch", SHIFT_TIP)
        self.axis = MenuChoice("charts_axis", _AXES, "What runs along the bottom")
        self.smoothing = QSlider(Qt.Orientation.Horizontal)
        self.smoothing.setObjectName("charts_smoothing")
        self.smoothing.setRange(0, 99)
        self.smoothing.setFixedWidth(64)
        self.smoothing.setToolTip(SMOOTHING_TIP)
        self.smoothing.setAccessibleName("Smoothing")
        self.smoothing_text = QLabel()
        self.smoothing_text.setProperty("class", "small")
        self.smoothing_text.setToolTip(SMOOTHING_TIP)
        self.whole = IconButton("maximize", "Show the whole run again (double-click)", "charts_whole")
        self.menu = IconButton("download", "Export charts and figures", "charts_menu")
        self._lay_out()
        self.show_options(options)
        self.show_zoomed(False)
        self._connect()

    def show_options(self, options: Options) -> None:
        """Show other options without telling anybody."""
        self.options = options
        for key, button in self.sections.items():
            button.setChecked(key in options.sections)
        for button, on in ((self.log, options.log), (self.shift, options.shift)):
            button.setChecked(on)
        self.layers.show_value(options.layers)
        self.axis.show_value(options.axis)
        self.smoothing.blockSignals(True)
        self.smoothing.setValue(round(options.smoothing * 100))
        self.smoothing.blockSignals(False)
        self.smoothing_text.setText(f"{options.smoothing:.2f}")
        self.layers.setVisible("layers" in options.sections)
        self.shift.setVisible("metrics" in options.sections)
        self.log.setVisible(options.sections != ("layers",))  # norms have such an axis always, spreads never
        self.smoothing_text.setVisible(options.smoothing > 0)

    def show_zoomed(self, zoomed: bool) -> None:
        """Whether there is a zoom that can be left."""
        self.whole.setEnabled(zoomed)

    def _connect(self) -> None:
        self.log.clicked.connect(lambda on: self._choose(replace(self.options, log=on)))
        self.shift.clicked.connect(lambda on: self._choose(replace(self.options, shift=on)))
        self.smoothing.valueChanged.connect(lambda value: self._choose(replace(self.options, smoothing=value / 100)))
        self.axis.chosen.connect(lambda axis: self._choose(replace(self.options, axis=axis)))
        self.layers.chosen.connect(lambda view: self._choose(replace(self.options, layers=view)))
        self.menu.clicked.connect(self.menu_wanted)
        self.whole.clicked.connect(self.whole_wanted)

    def _choose_section(self, key: str) -> None:
        held = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ControlModifier
        self.choose_section(key, beside=bool(held))

    def choose_section(self, key: str, *, beside: bool) -> None:
        """Show a section alone, or beside the others (then a shown one goes); one at least stays."""
        shown = self.options.sections
        if not beside:
            new: tuple[str, ...] = (key,)
        elif key in shown:
            new = tuple(name for name in shown if name != key) or shown
        else:
            new = tuple(name for name in SECTIONS if name in (*shown, key))
        self._choose(replace(self.options, sections=new))

    def _choose(self, options: Options) -> None:
        self.show_options(options)
        self.changed.emit(options)

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        flow = FlowLayout(left, 2)
        for button in self.sections.values():
            flow.addWidget(button)
        row = QHBoxLayout(right)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_1)
        for widget in (self.layers, self.axis, self.log, self.shift, self.smoothing, self.smoothing_text):
            row.addWidget(widget)
        row.addWidget(self.whole)
        row.addWidget(self.menu)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(SPACE_2, 2, SPACE_2, 2)
        whole.addWidget(left, 1)
        whole.addWidget(right, 0, Qt.AlignmentFlag.AlignTop)


def _text_button(name: str, text: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setText(text.replace("&", "&&"))
    button.setToolTip(plain(tip))
    button.setCheckable(True)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setStyleSheet("QToolButton { padding: 3px 5px; }")
    return button
