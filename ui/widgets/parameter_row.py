"""One line of a parameter form: label, field, the way back to the default, and below why an entry is refused."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QMenu, QWidget

from desktop_nn.catalogue import Parameter
from ui.theme.theme import theme
from ui.widgets.fields.factory import make_field
from ui.widgets.fields.field import same
from ui.widgets.fields.object_field import ObjectField
from ui.widgets.fields.schedule_field import ScheduleField
from ui.widgets.icon_button import IconButton
from ui.widgets.styling import label
from ui.widgets.tips import plain

_DOT = 5
_NEEDED = "This needs a value."
_WORDS = {"dtype": "data type", "lora": "LoRA", "ema": "EMA"}
"""Words of Keras's names that are written otherwise in a sentence."""


class ParameterLabel(QLabel):
    """The parameter's name; bold, with a dot, once its value was changed."""

    clicked = Signal()

    def __init__(self, parameter: Parameter) -> None:
        super().__init__(title_of(parameter))
        self.setWordWrap(True)
        self.setContentsMargins(0, 5, _DOT + 3, 0)
        self.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._changed = False

    @property
    def marked(self) -> bool:
        """Whether the label says that the value was changed."""
        return self._changed

    def mark(self, changed: bool) -> None:
        """Say that the value differs from the default, or no longer."""
        self._changed = changed
        font = self.font()
        font.setWeight(QFont.Weight.DemiBold if changed else QFont.Weight.Normal)
        self.setFont(font)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the label goes to its field."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, and the dot of a changed value."""
        super().paintEvent(event)
        if self._changed:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent"))
            top = 5 + (self.fontMetrics().height() - _DOT) // 2
            painter.drawEllipse(self.width() - _DOT, top, _DOT, _DOT)
            painter.end()


class ParameterRow(QWidget):
    """Tells `edited(value, final)` for its parameter and `parameter_focused` for itself and forms inside it."""

    edited = Signal(object, bool)
    parameter_focused = Signal(object)

    def __init__(self, parameter: Parameter, label_width: int) -> None:
        super().__init__()
        self.parameter = parameter
        self.field = make_field(parameter)
        self.label = ParameterLabel(parameter)
        self.reset_button = IconButton("rotate-ccw", f"Back to the default: {default_text(parameter)}", size=12)
        self.error = label("", "small", "bad", wrap=True)
        self._mixed = False
        self._arrange(label_width)
        self._connect()
        self._refused("")
        self._mark()

    @property
    def changed(self) -> bool:
        """Whether the value differs from the default."""
        if self.parameter.required:
            return False
        return self._mixed or not same(self.field.value, self.parameter.default)

    def set_value(self, value: Any, *, anew: bool = False) -> None:
        """Show a value; `anew` drops a refused entry."""
        self._mixed = False
        self.field.set_value(value, anew=anew)
        self._mark()

    def set_mixed(self) -> None:
        """Show that the selected layers differ."""
        self._mixed = True
        self.field.set_mixed()
        self._mark()
        self._refused("")

    def reset(self) -> None:
        """Go back to the default, as an edit of the user."""
        if not self.parameter.required:
            self._mixed = False
            self.field.set_value(self.parameter.default, anew=True)
            self._edited(self.parameter.default, True)

    def set_label_width(self, pixels: int) -> None:
        """Make the label this wide, so that all fields stand in one column."""
        self.label.setFixedWidth(max(pixels, 40))
        self.field.set_label_width(pixels)

    def _arrange(self, label_width: int) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(3)
        self.set_label_width(label_width)
        self.reset_button.setFixedSize(22, 24)
        self.reset_button.setObjectName(f"reset_{self.parameter.name}")
        policy = self.reset_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset_button.setSizePolicy(policy)
        self.error.setObjectName(f"error_{self.parameter.name}")
        self.error.setContentsMargins(0, 0, 0, 2)
        grid.addWidget(self.label, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.field, 0, 1)
        grid.addWidget(self.reset_button, 0, 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.error, 1, 0, 1, 3)
        if self.field.details is not None:
            grid.addWidget(self.field.details, 2, 0, 1, 3)
        grid.setColumnStretch(1, 1)
        self.label.setToolTip(plain(tip_of(self.parameter)))
        self.field.setToolTip(plain(tip_of(self.parameter)))
        self.label.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _connect(self) -> None:
        self.field.edited.connect(self._edited)
        self.field.refused.connect(self._refused)
        self.field.focused.connect(lambda: self.parameter_focused.emit(self.parameter))
        self.reset_button.clicked.connect(self.reset)
        self.label.clicked.connect(self.field.setFocus)
        self.label.customContextMenuRequested.connect(self._show_menu)
        if isinstance(self.field, ObjectField | ScheduleField):
            self.field.parameter_focused.connect(self.parameter_focused)

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        action = menu.addAction("Reset to default")
        action.setEnabled(self.changed)
        action.triggered.connect(self.reset)
        menu.popup(self.label.mapToGlobal(at))

    def _edited(self, value: Any, final: bool) -> None:
        self._mixed = False
        self._mark()
        self.edited.emit(value, final)

    def _refused(self, reason: str) -> None:
        self.error.setText(reason)
        self.error.setVisible(bool(reason))

    def _mark(self) -> None:
        self.label.mark(self.changed)
        self.reset_button.setVisible(self.changed)
        if self.parameter.required and not self._mixed and self.field.value is None and not self.error.text():
            self._refused(_NEEDED)
        elif self.error.text() == _NEEDED and self.field.value is not None:
            self._refused("")


def title_of(parameter: Parameter) -> str:
    """The parameter's name as a person writes it: `kernel_size` is "Kernel size"."""
    words = " ".join(_WORDS.get(word, word) for word in parameter.name.split("_") if word)
    return words[:1].upper() + words[1:]


def default_text(parameter: Parameter) -> str:
    """The default in one line."""
    value = parameter.default
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return str(value.get("class_name", value))
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def tip_of(parameter: Parameter) -> str:
    """The tooltip: Keras's name of the parameter, its default, and the help."""
    head = parameter.name if parameter.required else f"{parameter.name} (default: {default_text(parameter)})"
    return f"{head}\n{parameter.help}".strip()
