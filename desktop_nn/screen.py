"""The one door from the command line to the window; what is behind it is imported when it is opened.

Without a display, or with libraries missing, Qt would end the program with a message about its plugins. That is
found out here first, and told in one line.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import sys
from collections.abc import Mapping
from typing import Any

from desktop_nn.problems import Problem, ProblemError

NEEDED_BY_QT = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
}
"""Libraries that Qt takes from the system, by the Debian package that brings them; these even without a display."""
NEEDED_BY_XCB = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}
"""Those of its plugin for X11; Qt's own message names the wrong one of them."""
_WITHOUT_WINDOW = "Or work without a window: desktop-nn train, evaluate, summary, convert, examples (see --help)."


def open_window(document: str | None) -> int:
    """Open the window, on a file or an example if one is named; returns when it is closed, with the exit code.

    Raises ProblemError if there is no display or a library is missing.
    """
    problem = obstacle(os.environ)
    if problem is not None:
        raise ProblemError(problem)
    try:
        app = importlib.import_module("ui.app")
    except ImportError as error:
        raise ProblemError(_not_installed(error)) from error
    return int(app.main(document))


def try_window(example: str) -> str:
    """Open the main window off screen on an example, paint it, close it; returns what was seen.

    Needs no display. Raises ProblemError if a library is missing, ValueError if nothing was painted.
    """
    problem = _missing_libraries(NEEDED_BY_QT)
    if problem is not None:
        raise ProblemError(problem)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        seen: str = importlib.import_module("ui.trial").look(example)
    except ImportError as error:
        raise ProblemError(_not_installed(error)) from error
    return seen


def png(svg: str, scale: float = 2.0) -> bytes:
    """An SVG painted as PNG; needs no display. Raises ProblemError if a library is missing."""
    content: bytes = _painter().png(svg, scale)
    return content


def pdf(svg: str, title: str) -> bytes:
    """An SVG as a PDF page of its size; needs no display. Raises ProblemError if a library is missing."""
    content: bytes = _painter().pdf(svg, title)
    return content


def _painter() -> Any:
    problem = _missing_libraries(NEEDED_BY_QT)
    if problem is not None:
        raise ProblemError(problem)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        return importlib.import_module("ui.picture")
    except ImportError as error:
        raise ProblemError(_not_installed(error)) from error


def obstacle(environment: Mapping[str, str]) -> Problem | None:
    """Why no window can be opened here, or None."""
    if not sys.platform.startswith("linux"):
        return None
    platform = environment.get("QT_QPA_PLATFORM", "").split(":")[0]
    if platform and platform not in ("xcb", "wayland"):
        return _missing_libraries(NEEDED_BY_QT)
    on_wayland = bool(environment.get("WAYLAND_DISPLAY")) and platform != "xcb"
    if not on_wayland and not _display_answers(environment.get("DISPLAY", "")):
        shown = environment.get("DISPLAY")
        what = f"The display “{shown}” does not answer." if shown else "There is no display to open a window on."
        return Problem(what, fix=f"Start it on a desktop, or under xvfb-run. {_WITHOUT_WINDOW}")
    return _missing_libraries(NEEDED_BY_QT if on_wayland else NEEDED_BY_QT | NEEDED_BY_XCB)


def _display_answers(name: str) -> bool:
    """Whether an X server is there. Without libxcb that cannot be asked; then Qt shall try."""
    if not name:
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(name.encode(), None))
    broken = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not broken


def _missing_libraries(needed: Mapping[str, str]) -> Problem | None:
    missing = [package for library, package in needed.items() if not _loads(library)]
    if not missing:
        return None
    what = f"The window needs system libraries that are missing: {', '.join(missing)}."
    return Problem(what, fix=f"On Debian or Ubuntu: sudo apt install {' '.join(missing)}. {_WITHOUT_WINDOW}")


def _loads(library: str) -> bool:
    if not sys.platform.startswith("linux"):
        return True
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _not_installed(error: ImportError) -> Problem:
    what = f"The window's parts cannot be loaded ({error})."
    return Problem(what, fix=f"Install Desktop NN again. {_WITHOUT_WINDOW}")
