"""The section with what makes a run quicker or slower: precision, device, XLA, and threads of this machine."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox

from desktop_nn import settings as settings_file
from desktop_nn.training.choices import AUTO
from ui import engine_door
from ui.session import Session
from ui.training import edits
from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.field_rows import FieldRows
from ui.widgets.section import Section
from ui.widgets.styling import label

_PRECISIONS = (
    ("float32", "float32", "The usual precision."),
    ("mixed_bfloat16", "mixed bfloat16", "Layers compute in bfloat16: quicker on new processors, GPUs and TPUs."),
    ("mixed_float16", "mixed float16", "Layers compute in float16: quicker on GPUs only, slow on a processor."),
)
_MIXED = "Weights stay float32. Give the output layer the dtype float32, or its figures are coarse."
_XLA_TIP = "Compiles the steps: quicker on tiny models once the compiling is done; the last bits may differ."
_THREADS_TIP = (
    "How many threads one operation of TensorFlow may use on this machine; small models like one. "
    "A setting of yours, not of the project. Results under another number may differ in their last bits."
)


class SpeedSection(Section):
    """Precision, device and XLA are part of the document; threads are the user's own setting."""

    def __init__(self, session: Session) -> None:
        super().__init__("Speed", "training_speed")
        self._session = session
        self._threads: engine_door.Threads | None = None
        self.precision, self.device, self.threads = (CalmComboBox() for _ in range(3))
        self.xla = QCheckBox("Compile with XLA")
        self.xla.setToolTip(_XLA_TIP)
        self.words = label("", "small", wrap=True)
        self.words.setObjectName("speed_words")
        for name, text, tip in _PRECISIONS:
            self.precision.addItem(text, name)
            self.precision.setItemData(self.precision.count() - 1, tip, 3)
        rows = FieldRows()
        rows.add("Precision", self.precision, "In what the layers compute.")
        rows.add("Device", self.device, "Where the model is trained; several devices share each batch.")
        rows.add("Threads", self.threads, _THREADS_TIP)
        for name in ("precision", "device", "threads", "xla"):
            getattr(self, name).setObjectName(f"speed_{name}")
        for widget in (rows, self.xla, self.words):
            self.add(widget)
        self._connect()
        self._offer_devices(())
        self.set_open(False)
        session.engine_loaded.connect(self._ask)
        self._ask()

    def refresh(self) -> None:
        """Show the document's choices."""
        training = self._session.project.training
        _show(self.precision, training.precision)
        _show(self.device, training.device)
        self.xla.setChecked(training.xla)
        chosen = [training.precision] * (training.precision != "float32") + ["XLA"] * training.xla
        chosen += [training.device] * (training.device != AUTO)
        self.set_summary(", ".join(chosen).replace("_", " ") or "as usual")
        self._say()

    def _connect(self) -> None:
        self.precision.activated.connect(lambda _: self._choose("precision", self.precision.currentData()))
        self.device.activated.connect(lambda _: self._choose("device", self.device.currentData()))
        self.xla.clicked.connect(lambda on: self._choose("xla", on))
        self.threads.activated.connect(lambda _: self._set_threads(self.threads.currentData()))

    def _choose(self, name: str, value: Any) -> None:
        if getattr(self._session.project.training, name) == value:
            return
        words = {"precision": "Change precision", "device": "Change device", "xla": "Use XLA" if value else "No XLA"}
        self._session.edit(words[name], lambda project: edits.set_speed(project, name, value))

    def _set_threads(self, number: int) -> None:
        session = self._session
        settings = session.settings = replace(session.settings, threads=number)
        session.files.submit(lambda _: settings_file.save(settings), refused=session.tell_problems)
        self._say()

    def _ask(self) -> None:
        """Threads can be known at once, devices only once TensorFlow is loaded."""
        self._session.files.submit(lambda _: engine_door.threads(), done=self._offer_threads)
        if engine_door.loaded():
            self._session.shapes.submit(lambda _: engine_door.devices(), done=self._offer_devices)

    def _offer_devices(self, found: tuple[str, ...]) -> None:
        self.device.clear()
        self.device.addItem("Automatic", AUTO)
        self.device.addItem("CPU", "CPU")
        gpus = [name for name in found if name.startswith("GPU")]
        for name in gpus:
            self.device.addItem(name, name)
        if len(gpus) > 1:
            self.device.addItem(f"All {len(gpus)} GPUs", ",".join(gpus))
        _show(self.device, self._session.project.training.device)

    def _offer_threads(self, known: engine_door.Threads) -> None:
        self._threads = known
        self.threads.clear()
        self.threads.addItem("Automatic", 0)
        for number in range(1, known.cores + 1):
            self.threads.addItem(str(number), number)
        _show(self.threads, self._session.settings.threads)
        self._say()

    def _say(self) -> None:
        training, lines = self._session.project.training, []
        if training.precision != "float32":
            lines.append(_MIXED)
        if training.xla:
            lines.append("With XLA the last bits of figures and weights may differ from those without.")
        if self._threads is not None:
            lines.append(_threads_words(self._threads, self._session.settings.threads))
        self.words.setText("\n".join(lines))
        self.words.setVisible(bool(lines))


def _threads_words(known: engine_door.Threads, wish: int) -> str:
    now = f"{known.in_force} {'thread' if known.in_force == 1 else 'threads'} now"
    if wish:
        return f"{now}." if wish == known.in_force else f"{now}, {wish} from the next start."
    if known.measured is None:
        return f"{now}; not measured on this machine yet."
    return f"{now}; measured: {known.measured['small']} for dense layers, {known.measured['large']} for convolutions."


def _show(combo: CalmComboBox, value: Any) -> None:
    """Make a value the current one; one that is not offered here is added, so that it can be seen."""
    if combo.findData(value) < 0:
        combo.addItem(str(value), value)
    combo.setCurrentIndex(combo.findData(value))
