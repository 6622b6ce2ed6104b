"""A data panel beside a small drawing; the file dialog answers with `answers`."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.helpers.drawings import chain
from tests.helpers.waiting import wait_until
from ui.data.panel import DataPanel
from ui.session import Session

Opener = Callable[[], DataPanel]


@pytest.fixture
def answers() -> list[str]:
    """Files that the file dialog gives, one a call; then it is cancelled."""
    return []


@pytest.fixture
def panel(qtbot: QtBot, session: Session, answers: list[str]) -> DataPanel:
    """The shown panel, as wide as its dock."""

    def ask(_parent: QWidget, _folder: str) -> str:
        return answers.pop(0) if answers else ""

    panel = DataPanel(session, ask)
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


@pytest.fixture
def nodes(session: Session) -> tuple[str, ...]:
    """An input, a hidden layer and an output in the document; their ids."""
    graph, ids = chain("InputLayer", "Dense", "Dense")
    session.edit_graph("Draw", lambda _: graph)
    return ids


def wait_read(session: Session) -> None:
    """Wait until the document's data set is described, or refused, and the worker has nothing left to do."""
    wait_until(lambda: session.description is not None or session.data_problems, what="the description")
    wait_until(lambda: not session.files.busy, what="the worker")
