"""Stories with a real mouse need a real X display; without one they are skipped with the reason."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.helpers.hand import XHand
from tests.stories.conftest import window

__all__ = ["window"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what lies here unless `tests/screen/run` has started a display."""
    if os.environ.get("QT_QPA_PLATFORM") == "xcb" and os.environ.get("DISPLAY"):
        return
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="needs an X display: bash tests/screen/run"))


@pytest.fixture
def hand() -> XHand:
    """The X server's own pointer."""
    return XHand()


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where pictures of the running window go: the folder that DESKTOP_NN_PICTURES names, or a scratch one."""
    folder = Path(os.environ.get("DESKTOP_NN_PICTURES", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
