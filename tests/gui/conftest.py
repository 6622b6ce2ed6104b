"""What all tests of the window share: the theme, and a session without TensorFlow."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop_nn.settings import Settings
from ui.session import Session
from ui.theme.theme import theme


@pytest.fixture(autouse=True)
def _looks(qapp: QApplication) -> None:
    """The looks as in the app, in light."""
    if not theme.family:
        theme.start("light")


@pytest.fixture
def session(qapp: QApplication) -> Iterator[Session]:
    """A session with an empty document; its threads end with the test."""
    session = Session(Settings())
    yield session
    session.stop()
