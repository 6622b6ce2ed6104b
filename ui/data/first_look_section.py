"""The section with a first look at the samples: pictures or rows, one column's distribution, all columns' figures."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QShowEvent

from desktop_nn.data.choices import Source
from desktop_nn.data.columns import Column, Description
from ui.data.balance_bars import BalanceBars
from ui.data.histogram import Histogram, short
from ui.data.picture_grid import PictureGrid, picture
from ui.data.sample_table import PlainTable
from ui.session import Session
from ui.widgets.calm_combo import CalmComboBox
from ui.widgets.field_rows import FieldRows
from ui.widgets.section import Section
from ui.widgets.styling import label
from ui.workers import Job

if TYPE_CHECKING:
    from desktop_nn.data.preview import Preview

PICTURES = 12


class FirstLookSection(Section):
    """Reads the samples on the worker, and only once the section can be seen.

    To be refreshed when the description has changed: after an edit it may still be that of the former set.
    """

    def __init__(self, session: Session) -> None:
        super().__init__("First look", "data_look")
        self._session = session
        self._source: Source | None = None
        self._description: Description | None = None
        self._job: Job | None = None
        self.preview: Preview | None = None
        self.state = label("", "dim", wrap=True)
        self.state.setObjectName("look_state")
        self.pictures = PictureGrid()
        self.table = PlainTable("sample_table", "The first samples", 6)
        self.column = CalmComboBox()
        self.column.setObjectName("look_column")
        self._column_row = FieldRows()
        self._column_row.add("Distribution", self.column, "The column whose values are counted below.")
        self.balance = BalanceBars()
        self.histogram = Histogram()
        self.figures = PlainTable("column_figures", "Figures of every column", 8)
        self.figures.picked.connect(self._pick_row)
        self.column.activated.connect(lambda _: self._show_distribution())
        for widget in (
            self.state,
            self.pictures,
            self.table,
            self._column_row,
            self.balance,
            self.histogram,
            self.figures,
        ):
            self.add(widget)
        self.toggled.connect(lambda _: self.refresh())
        self._clear("Choose a data set to see its samples.")

    def refresh(self) -> None:
        """Look again if another data set has been described."""
        source, description = self._session.project.data.source, self._session.description
        if description is None or source is None:
            self._forget()
            failed = "The samples show here once they can be read."
            reading = failed if self._session.data_problems else "Reading…"
            self._clear(reading if source is not None else "Choose a data set to see its samples.")
            return
        if (source, description) == (self._source, self._description) or not self.open or not self.isVisible():
            return
        self._forget()
        self._source, self._description = source, description
        self._clear("Reading…")
        self._job = self._session.files.submit(
            lambda cancelled: look(source, cancelled),
            done=lambda preview: self._show(preview, description),
            refused=self._refused,
        )

    def showEvent(self, event: QShowEvent) -> None:
        """The panel came to sight: look now."""
        super().showEvent(event)
        self.refresh()

    def _clear(self, words: str) -> None:
        self.preview = None
        self.state.setText(words)
        self.state.setVisible(bool(words))
        for widget in (self.pictures, self.table, self._column_row, self.balance, self.histogram, self.figures):
            widget.setVisible(not words)
        self.set_summary("")

    def _refused(self, problems: tuple[Any, ...]) -> None:
        self._clear(str(problems[0]))

    def _forget(self) -> None:
        """Whatever is being read is no longer wanted."""
        self._source = self._description = None
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _show(self, preview: Preview | None, description: Description) -> None:
        if preview is None:
            return
        self._clear("")
        self.preview = preview
        self._show_samples(preview, description)
        self._show_figures(preview, description)
        names = [*description.targets, *(name for name in preview.statistics if name not in description.targets)]
        self.column.clear()
        for name in names:
            self.column.addItem(f"{name} (target)" if name in description.targets else name, name)
        self._show_distribution()
        self.set_summary(f"{preview.samples:,} samples")

    def _show_samples(self, preview: Preview, description: Description) -> None:
        images = preview.images
        self.pictures.setVisible(images is not None)
        self.table.setVisible(images is None)
        if images is not None:
            bytes_ = as_bytes(images[:PICTURES], description)
            captions = preview.captions or ("",) * len(bytes_)
            self.pictures.set_pictures([(picture(image), captions[i]) for i, image in enumerate(bytes_)])
            return
        columns = [column for column in description.columns if column.kind != "image"]
        right = [column.kind == "number" for column in columns]
        self.table.show_rows(preview.names, preview.rows, right, columns)

    def _show_figures(self, preview: Preview, description: Description) -> None:
        rows = [figures(column, preview.statistics.get(column.name)) for column in description.columns]
        titles = ("Column", "Min", "Mean", "Max")
        self.figures.show_rows(titles, rows, (False, True, True, True), description.columns, down=True)

    def _show_distribution(self) -> None:
        if self.preview is None:
            return
        name = self.column.currentData()
        found = self.preview.statistics.get(name)
        classes = getattr(found, "classes", None)
        self.balance.setVisible(classes is not None)
        self.histogram.setVisible(found is not None and classes is None)
        if found is None:
            return
        counts: Any = found.counts
        if classes is not None:
            self.balance.set_counts(list(zip(classes, counts, strict=True)))
        else:
            edges: Any = getattr(found, "edges", ())
            self.histogram.set_bins([int(count) for count in counts], [float(edge) for edge in edges], name)

    def _pick_row(self, row: int) -> None:
        if self._description is not None:
            self.column.setCurrentIndex(self.column.findData(self._description.columns[row].name))
            self._show_distribution()


def look(source: Source, cancelled: Callable[[], bool]) -> Preview | None:
    """Load a source and preview it (for a worker)."""
    from desktop_nn.data.preview import preview
    from desktop_nn.data.sources import load

    dataset = load(source)
    return None if cancelled() else preview(dataset)


def as_bytes(images: Any, description: Description) -> Any:
    """Pictures (n, …) of any range as bytes from black to white."""
    import numpy as np

    if images.dtype == np.uint8:
        return images
    column = next(column for column in description.columns if column.kind == "image")
    low, high = column.minimum or 0.0, column.maximum or float(images.max() or 1)
    return np.clip((images - low) * (255.0 / ((high - low) or 1.0)), 0, 255).astype(np.uint8)


def figures(column: Column, statistics: Any) -> tuple[str, str, str, str]:
    """A column's line: name, smallest, mean, largest; classes for a category."""
    if statistics is None:
        return column.name, "–", "–", "–"
    if column.kind == "category":
        return column.name, "", f"{len(column.categories)} classes", ""
    return column.name, short(statistics.minimum), short(statistics.mean), short(statistics.maximum)
