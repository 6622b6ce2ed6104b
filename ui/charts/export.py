"""Charts and figures into files: asks where, draws, writes on the files worker. The pictures are `picture.py`'s."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from desktop_nn import atomic
from desktop_nn.training.figures import as_csv, points_as_csv
from ui.charts import picture
from ui.charts.chart import Chart
from ui.charts.plot_painting import AXIS_NAMES
from ui.session import Session

if TYPE_CHECKING:
    from ui.charts.panel import ChartsPanel

FILTER = "PNG picture (*.png);;SVG picture (*.svg);;CSV figures (*.csv)"
SUFFIXES = (".png", ".svg", ".csv")


class ChartExport:
    """Saves one chart, or all that are shown."""

    def __init__(self, panel: ChartsPanel, session: Session) -> None:
        self._panel, self._session = panel, session

    def ask(self, chart: Chart | None = None, suffix: str = ".png") -> None:
        """Let the user choose a file for a chart, or for all; its suffix says what it becomes."""
        name = chart.content.title.title if chart is not None else "Charts"
        name = "".join(letter if letter.isalnum() or letter in " -_" else " " for letter in name)
        folder = self._session.path.parent if self._session.path else Path.home()
        first = next(part for part in FILTER.split(";;") if suffix in part)
        path, chosen = QFileDialog.getSaveFileName(
            self._panel.window(), "Export", str(folder / f"{' '.join(name.split())}{suffix}"), FILTER, first
        )
        if path:
            target = Path(path)
            self.write(target if target.suffix else target.with_suffix(chosen[chosen.rindex("*") + 1 : -1]), chart)

    def write(self, path: Path, chart: Chart | None = None) -> None:
        """Write a file by its suffix: a picture, or the figures."""
        suffix = path.suffix.lower()
        if suffix not in SUFFIXES:
            text = f"Charts cannot be written as “{path.suffix}”. Choose .png, .svg or .csv."
            self._session.tell(text, "warn")
            return
        if not self._panel.has_figures:
            self._session.tell("There are no figures yet. Train first.", "warn")
            return
        content = self._content(suffix, chart)
        self._session.files.submit(
            lambda _cancelled: atomic.write_bytes(path, content()),
            done=lambda _: self._session.tell(f"Saved {path.name}", "good"),
            refused=self._session.tell_problems,
        )

    def copy(self, chart: Chart | None = None) -> None:
        """Put a picture of a chart, or of all, on the clipboard."""
        QGuiApplication.clipboard().setImage(picture.image(self._sheet(chart)))
        self._session.tell("A picture of the charts is on the clipboard.", "good")

    def _sheet(self, chart: Chart | None) -> picture.Sheet:
        charts: Sequence[Chart] = [chart] if chart is not None else list(self._panel.charts.values())
        return picture.Sheet(charts, self._panel.legend.entries)

    def _content(self, suffix: str, chart: Chart | None) -> Callable[[], bytes]:
        """What is left for the worker: drawing and the logs belong to this thread."""
        if suffix == ".csv":
            text = as_csv(self._panel.logs) if chart is None else chart_as_csv(chart)
            return lambda: text.encode("utf-8")
        if suffix == ".svg":
            content = picture.svg(self._sheet(chart), self._panel.title)
            return lambda: content
        pixels = picture.image(self._sheet(chart))
        return lambda: picture.png(pixels)


def chart_as_csv(chart: Chart) -> str:
    """The points of a chart's lines, a line a point; what is smoothed has its raw points too."""
    content = chart.content
    rows = [
        (line.run, f"{line.label} (raw)" if line.faint else line.label, x, y)
        for line in content.lines
        for x, y in zip(line.x, line.y, strict=True)
    ]
    return points_as_csv(("run", "line", AXIS_NAMES[content.axis], content.title.title), rows)
