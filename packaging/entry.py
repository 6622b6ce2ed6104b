"""Where the bundled program begins: what a frozen program must do before anything else, then the command line."""

from __future__ import annotations

import multiprocessing
import os
import sys


def restore_library_path() -> None:
    """Give programs that this one starts (browser, file manager) the library path of before.

    PyInstaller's start-up code points LD_LIBRARY_PATH into the bundle. This process read it when it began; children
    that are this program again set it anew.
    """
    before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    if before is not None:
        os.environ["LD_LIBRARY_PATH"] = before
    elif getattr(sys, "frozen", False):
        os.environ.pop("LD_LIBRARY_PATH", None)


if __name__ == "__main__":
    multiprocessing.freeze_support()
    restore_library_path()
    from desktop_nn.cli import main

    sys.exit(main())
