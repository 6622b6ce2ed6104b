"""TensorBoard's state in one line: what it does, where it answers, what it shows, with Open and Stop."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from ui.runs.tensorboard_control import TensorBoardControl
from ui.theme.icons import pixmap
from ui.theme.theme import theme
from ui.theme.tokens import SPACE_1, SPACE_2
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.styling import label
from ui.widgets.tips import plain

_SIGNS = {
    "starting": ("loader-circle", "text_dim"),
    "restarting": ("refresh-cw", "warn"),
    "answers": ("circle-check", "good"),
    "ended": ("triangle-alert", "warn"),
}


class TensorBoardStrip(QWidget):
    """Nothing is shown while TensorBoard is off."""

    def __init__(self, control: TensorBoardControl) -> None:
        super().__init__()
        self.setObjectName("tensorboard_strip")
        self._control = control
        self._sign = label()
        self._text = ElidedLabel()
        self._text.setObjectName("tensorboard_state")
        self._text.setProperty("class", "small")
        self._open = QPushButton("Open")
        self._open.setObjectName("tensorboard_open")
        self._open.setProperty("class", "quiet")
        self._open.clicked.connect(control.open_again)
        self._stop = QPushButton("Stop")
        self._stop.setObjectName("tensorboard_stop")
        self._stop.setProperty("class", "quiet")
        self._stop.setToolTip("End TensorBoard")
        self._stop.clicked.connect(control.end)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self._sign)
        layout.addWidget(self._text, 1)
        for button in (self._open, self._stop):
            button.setStyleSheet(f"QPushButton {{ padding: 1px {SPACE_2}px; min-height: 0; }}")
            layout.addWidget(button)
        layout.addSpacing(SPACE_1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        control.state_changed.connect(self.refresh)
        theme.changed.connect(self.refresh)
        self.refresh()

    @property
    def text(self) -> str:
        """What the strip says."""
        return self._text.text()

    def refresh(self) -> None:
        """Say what TensorBoard does now."""
        control = self._control
        self.setVisible(control.state != "off")
        if control.state == "off" or control.shown is None:
            return
        shown = control.shown.words
        again = f", started again {_times(control.restarts)}" if control.restarts else ""
        words = {
            "starting": f"TensorBoard is starting on {shown}…",
            "restarting": f"TensorBoard had ended by itself and is starting again on {shown}…",
            "answers": f"TensorBoard answers at {control.url} on {shown}{again}",
            "ended": f"TensorBoard ended by itself{again}",
        }
        self._text.setText(words[control.state])
        self._text.setToolTip(plain(words[control.state]))
        name, colour = _SIGNS[control.state]
        self._sign.setPixmap(pixmap(name, getattr(theme.colours, colour), 14))
        self._open.setText("Start" if control.state == "ended" else "Open")
        self._open.setEnabled(control.state in ("answers", "ended"))
        self._stop.setVisible(control.running)


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"
