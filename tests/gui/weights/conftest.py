"""What the tests of the weights panel share: models that are made of arrays, and the panel over them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop_nn.graph.facts import GraphFacts, NodeFacts
from desktop_nn.project.document import Project
from desktop_nn.weights.store import LayerPath, Weight, WeightStore
from tests.helpers.drawings import chain
from ui import engine_door
from ui.running import RunControl
from ui.session import Session
from ui.weights.panel import WeightsPanel

KERNEL = np.linspace(-1, 1, 4 * 3, dtype=np.float32).reshape(4, 3)


def store(factor: float = 1.0, names: tuple[str, ...] = ("dense",)) -> WeightStore:
    """A model whose layers have a kernel (4, 3) and a bias (3)."""

    def read(_layer: LayerPath) -> tuple[Weight, ...]:
        return Weight("kernel", KERNEL * np.float32(factor)), Weight("bias", np.full(3, factor, np.float32))

    return WeightStore("model", tuple((name,) for name in names), read)


@pytest.fixture
def opened(session: Session) -> dict[str, str]:
    """A drawing of a 2 × 2 image, Flatten and a Dense of three units is open; its node ids by name."""
    graph, ids = chain("InputLayer", "Flatten", "Dense")
    image, flatten, dense = ids
    facts = GraphFacts(
        {
            image: NodeFacts(((None, 2, 2),)),
            flatten: NodeFacts(((None, 4),)),
            dense: NodeFacts(((None, 3),), parameters=15, trainable=15),
        }
    )
    session.show(Project(graph), facts, path=None, title="small")
    return dict(zip(("image", "flatten", "dense"), ids, strict=True))


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Any], None]:
    """Replace functions of the engine's door. Keras counts as loaded, fresh weights are all halved."""

    def give(name: str, answer: Any) -> None:
        monkeypatch.setattr(engine_door, name, answer)

    give("loaded", lambda: True)
    give("fresh_weights", lambda _project, _title: store(0.5))
    give("live_weights", lambda model, _graph, _title: store(model))
    give("file_weights", lambda path, _title, _cancelled=None: store(float(Path(path).stem)))
    return give


@pytest.fixture
def run(session: Session) -> RunControl:
    """The control of runs."""
    return RunControl(session)


@pytest.fixture
def panel(
    session: Session,
    run: RunControl,
    opened: dict[str, str],
    engine: Callable[[str, Any], None],
    tmp_path: Path,
    qtbot: QtBot,
) -> WeightsPanel:
    """The panel, on the screen."""
    panel = WeightsPanel(session, run, lambda: tmp_path / "runs")
    qtbot.addWidget(panel)
    panel.resize(760, 280)
    panel.show()
    qtbot.waitExposed(panel)
    return panel
