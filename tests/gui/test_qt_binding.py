"""The Qt binding that is installed: what a release of it must not do to us."""

import sys

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication


def test_that_calls_without_a_result_keep_python_alive(qapp: QApplication) -> None:
    # PySide6 6.12.0 drops a reference to None with each such call, and on Python 3.11 the process dies in the end.
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(5000):
        thing.setObjectName("name")
    assert sys.getrefcount(None) > before - 1000
