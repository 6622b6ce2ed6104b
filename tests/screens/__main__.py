"""`python -m tests.screens DIR [--theme light|dark] [--size 1280x720] [--only NAME…]`: PNG files of the real window."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path


def main(arguments: list[str] | None = None) -> int:
    """Render the screens; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.screens", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", choices=("light", "dark"), action="append")
    parser.add_argument("--size", action="append", help="width x height, e.g. 1280x720")
    parser.add_argument("--only", nargs="*", default=[], help="names of states; those before them run too")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["DESKTOP_NN_CONFIG"] = os.environ["DESKTOP_NN_STATE"] = scratch
        from tests.screens.render import render

        for size in chosen.size or ["1280x720", "1920x1080"]:
            width, height = (int(part) for part in size.split("x"))
            for scheme in chosen.theme or ["light", "dark"]:
                for file in render(chosen.folder, scheme, (width, height), chosen.only, Path(scratch)):
                    print(file)
    return 0


if __name__ == "__main__":
    sys.exit(main())
