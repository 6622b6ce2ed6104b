"""What the user chose about the charts, and where it is remembered. The widgets for it are `tool_row.py`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop_nn import settings as settings_file
from desktop_nn.settings import ChartAxis, Settings
from ui.session import Session

SECTIONS = {
    "metrics": ("Metrics", "The loss and every metric, epoch by epoch"),
    "batches": ("Batches", "The loss within the epochs"),
    "rate": ("Rate & ratio", "The learning rate, and validation loss over training loss"),
    "speed": ("Speed", "Seconds an epoch, samples a second, memory"),
    "layers": ("Layers", "What goes on inside each layer"),
}
"""Key -> (title, what it shows)."""
LAYER_VIEWS = {
    "norms": "Norms",
    "weights": "Weights",
    "gradients": "Gradients",
    "activations": "Activations",
    "outputs": "Outputs",
    "silent": "Silent units",
}
"""What the charts of layers can show."""


@dataclass(frozen=True, slots=True)
class Options:
    """How the charts are drawn. `smoothing` is the weight of the past, 0 for none."""

    sections: tuple[str, ...] = ("metrics",)
    log: bool = False
    smoothing: float = 0.0
    shift: bool = False
    axis: ChartAxis = "epoch"
    layers: str = "norms"


def remembered(settings: Settings) -> Options:
    """The options as they were last; what is unknown by now is left out."""
    return Options(
        tuple(key for key in settings.chart_sections if key in SECTIONS) or ("metrics",),
        settings.chart_log,
        settings.chart_smoothing,
        settings.chart_shift,
        settings.chart_axis,
        settings.chart_layers if settings.chart_layers in LAYER_VIEWS else "norms",
    )


def remember(session: Session, options: Options) -> None:
    """Keep the options in the user's settings."""
    changed = replace(
        session.settings,
        chart_sections=options.sections,
        chart_log=options.log,
        chart_smoothing=options.smoothing,
        chart_shift=options.shift,
        chart_axis=options.axis,
        chart_layers=options.layers,
    )
    session.settings = changed
    session.files.submit(
        lambda _cancelled: settings_file.save(changed), refused=session.tell_problems, latest="chart settings"
    )
