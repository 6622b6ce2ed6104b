"""The weights panel: the selected layer's weights as pictures and numbers, how they are spread, and what another model
has in their place. Which model is looked at, and when, is `reader.py`'s.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from desktop_nn.problems import Problem
from desktop_nn.weights.images import image_input
from desktop_nn.weights.store import Array, LayerPath
from ui.running import RunControl
from ui.session import Session
from ui.weights.comparing import Comparing
from ui.weights.content import Asked, Content, content
from ui.weights.distance_table import DistanceTable
from ui.weights.layout import Arranged, first_with_weights, ids_of
from ui.weights.number_table import NumberTable
from ui.weights.other_model import OtherModel, OtherModelButton
from ui.weights.picture_page import PicturePage
from ui.weights.reader import Read, WeightReader
from ui.weights.saving import WeightsSaving
from ui.widgets.empty_state import EmptyState

_PAGES = {"pictures": 0, "numbers": 1, "layers": 2}


class WeightsPanel(QWidget):
    """Follows the selection; reads only while it can be seen."""

    def __init__(self, session: Session, run: RunControl, runs_folder: Callable[[], Path]) -> None:
        super().__init__()
        self.setObjectName("weights_panel")
        self.setAccessibleName("Weights")
        self._session, self._run = session, run
        self.reader = WeightReader(session, run)
        self.comparing = Comparing(session, self.reader)
        self.pictures, self.numbers, self.distances = PicturePage(), NumberTable(), DistanceTable()
        self.other_button = OtherModelButton(session, runs_folder)
        self.saving = WeightsSaving(self, session)
        self.empty = EmptyState("grid-2x2", "", "", "Select the first layer with weights")
        self.content: Content | None = None
        self._read: Read | None = None
        self._index = 0
        self._shown_layer: LayerPath = ()
        self._stale = True
        self.parts = Arranged(self)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.parts.page)
        self.setFocusProxy(self.pictures.panes[0].tiles)
        self._connect()
        self.refresh()

    # --- what others ask -----------------------------------------------------------------------------------------

    @property
    def values(self) -> Array | None:
        """The numbers that are shown: of this model, of the other one, or their difference."""
        if self.content is None:
            return None
        side = int(self.parts.side.value) if self.content.compared else 0
        return self.content.sides[side].values

    @property
    def file_name(self) -> str:
        """What a file of the weight may be called."""
        name = "_".join(self._read.layer) if self._read else "layer"
        weight = self.content.weight.name.replace("/", "_") if self.content else "weights"
        return f"{name}_{weight}"

    def refresh(self) -> None:
        """Read the selected layer's weights anew (once the panel is seen)."""
        self._stale = not self.isVisible()
        if self._stale:
            return
        ids = ids_of(self._session)
        if ids is None:
            self._say_nothing_selected()
            self.reader.want(None)
        elif self._run.state == "starting" and not self._run.left:
            self._say("The run is starting", "Its weights are here as soon as it trains.")
        else:
            self.reader.want(ids)

    def compare_with(self, other: OtherModel | None) -> None:
        """Show the weights beside those of another model."""
        self.comparing.choose(other)
        self.parts.show_comparing(other is not None)
        if other is None and self.page() == "layers":
            self.show_page("pictures")
        self._compute()
        if other is not None:
            self._measure()

    def page(self) -> str:
        """Which page is shown: pictures, numbers, or layers."""
        return next(name for name, number in _PAGES.items() if number == self.parts.pages.currentIndex())

    def show_page(self, name: str) -> None:
        """Show pictures, numbers, or the table of layers."""
        self.parts.pages.setCurrentIndex(_PAGES[name])
        self.parts.show_page(name)
        self._fill_page()

    # --- Qt's ----------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Reads what was not read while it was hidden."""
        super().showEvent(event)
        self.other_button.read_runs()
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """A hidden panel reads nothing, so that a run is not slowed for it."""
        super().hideEvent(event)
        self._stale = True
        self.reader.want(None)

    # --- inside --------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        session, run = self._session, self._run
        session.selection_changed.connect(self.refresh)
        session.facts_changed.connect(self.refresh)
        session.engine_loaded.connect(self.refresh)
        session.opened.connect(lambda: self.other_button.choose(None))
        run.model_changed.connect(self.refresh)
        run.model_changed.connect(self._measure)
        run.state_changed.connect(self._follow_run)
        self.reader.read.connect(self._take)
        self.reader.failed.connect(self._refused)
        self.reader.waiting.connect(self._wait)
        self.comparing.compared.connect(self._take_distances)
        self.comparing.failed.connect(self._stop_comparing)
        self.other_button.chosen.connect(self.compare_with)
        self.parts.weight_chosen.connect(self._choose_weight)
        self.parts.page_chosen.connect(self.show_page)
        self.parts.side_chosen.connect(self._fill_page)
        self.parts.difference_chosen.connect(self.pictures.show_difference)
        self.distances.wanted.connect(self._go_to_layer)
        self.numbers.copy_wanted.connect(self.saving.copy_numbers)
        self.empty.clicked.connect(self._select_first)

    def _follow_run(self) -> None:
        if self._run.state in ("starting", "running", "idle"):
            self.refresh()
        if self._run.state == "idle":
            self.other_button.read_runs()
            self._measure()

    def _wait(self, text: str) -> None:
        """Say what is waited for, unless there is something to see meanwhile."""
        if self.content is None:
            self._say(text, "")

    def _take(self, found: Read) -> None:
        if not found.weights:
            self.content, self._read = None, None
            name = " / ".join(found.layer) or "This layer"
            there = " there" if self._should_have() else ""
            self._say(f"{name} has no weights{there}", self._why_none(found), True)
            return
        if found.layer != self._shown_layer:
            self._index, self._shown_layer = 0, found.layer
        self._read = found
        self._compute()

    def _compute(self) -> None:
        if self._read is None:
            return
        found, others = self._read, self.comparing.weights_of(self._read.layer)
        other = self.comparing.other
        asked = Asked(
            self._kind(), self._image(), self._index, f"This model, {found.title}", other.title if other else ""
        )

        def work(cancelled: Callable[[], bool]) -> Content:
            return content(found.weights, others(cancelled), asked)

        self._session.looking.submit(work, done=self._show, refused=self._other_refused, latest="content")

    def _show(self, shown: Content) -> None:
        if self._read is None:
            return
        self.content = shown
        self.parts.show_content(shown, self._read)
        self.pictures.show_content(shown)
        self._fill_page()
        self._pages.setCurrentIndex(1)

    def _fill_page(self) -> None:
        """The table is filled once it is looked at."""
        values = self.values
        if self.page() == "numbers" and values is not None:
            self.numbers.show_values(
                values, self.parts.side.text() if self.content and self.content.compared else "Weights"
            )

    def _choose_weight(self, index: int) -> None:
        self._index = index
        self._compute()

    def _measure(self) -> None:
        if self.comparing.other is None:
            return
        self.distances.show_rows(())
        self.parts.say_of_layers("Measuring how far all layers are apart…")
        if not self.comparing.measure():
            self.parts.say_of_layers("The differences of all layers are measured once the run has ended.")

    def _take_distances(self, rows: object) -> None:
        self.parts.say_of_layers("")
        self.distances.show_rows(rows)  # type: ignore[arg-type]
        if self._read is not None:
            self.distances.follow(self._read.layer)

    def _go_to_layer(self, layer: LayerPath, weight: str) -> None:
        """Select a row's layer in the drawing, and show that weight."""
        nodes = [id for id in self._session.project.graph.nodes if self._session.project.graph.name_of(id) == layer[0]]
        if nodes:
            self._session.look_into((), nodes[:1])
            self.show_page("pictures")

    def _other_refused(self, problems: tuple[Problem, ...]) -> None:
        self._stop_comparing(problems[0])

    def _stop_comparing(self, problem: Problem) -> None:
        self._session.tell_problem(problem)
        self.other_button.choose(None)

    def _refused(self, problem: Problem) -> None:
        self.content = None
        self._say("There are no weights to show", f"{problem.what} {problem.fix}".strip())

    def _say_nothing_selected(self) -> None:
        self.content, self._read = None, None
        if not self._session.project.graph.nodes:
            self._say("No model yet", "Draw a model or open one. The weights of its layers are shown here.")
        else:
            text = (
                "Its weights appear as pictures and numbers: those of the trained model, or the ones before training."
            )
            self._say("Select one layer", text, True)

    def _say(self, title: str, text: str, offer: bool = False) -> None:
        self.empty.set_text(title, text)
        self.empty.offer(offer and first_with_weights(self._session) is not None)
        self._pages.setCurrentIndex(0)

    def _select_first(self) -> None:
        node = first_with_weights(self._session)
        if node is not None:
            self._session.select((node,))

    def _should_have(self) -> bool:
        """Whether Keras says that the selected layer has weights."""
        known = self._session.facts.nodes.get(next(iter(self._session.selection), ""))
        return known is not None and known.parameters > 0

    def _why_none(self, found: Read) -> str:
        if self._should_have():
            return f"The layer should have some, but the model {found.title} holds none for it."
        return "Nothing in it is learned. Choose a layer such as Dense or Conv2D."

    def _kind(self) -> str:
        node = next(iter(self._session.selection), "")
        graph = self._session.graph
        return graph.layer_of(node).kind if node in graph.nodes else ""

    def _image(self) -> tuple[int, int, int] | None:
        node = next(iter(self._session.selection), "")
        graph, facts = self._session.graph, self._session.facts
        return image_input(graph, facts, node) if node in graph.nodes else None
