"""Opens what is not ours: a page in the browser, a folder in the file manager."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_outside(url: QUrl) -> bool:
    """Hand the address to the program that the system has for it; whether there is one."""
    with _their_own_libraries():
        return QDesktopServices.openUrl(url)


@contextmanager
def _their_own_libraries() -> Iterator[None]:
    """On Windows a program inherits where its libraries are looked for: not in our bundle.

    Source: PyInstaller's manual, “Launching external programs from the frozen application”.
    """
    kernel: Any = getattr(getattr(ctypes, "windll", None), "kernel32", None)
    bundle = getattr(sys, "_MEIPASS", None)
    if kernel is None or bundle is None:
        yield
        return
    kernel.SetDllDirectoryW(None)
    try:
        yield
    finally:
        kernel.SetDllDirectoryW(bundle)
