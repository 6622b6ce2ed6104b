"""`python -m tests.benchmarks [NAME] [--json]`: measures, prints a line a figure; nothing is asserted here."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from importlib import import_module

NAMES = (
    "canvas",
    "gestures",
    "turns",
    "big_models",
    "model_files",
    "start",
    "stall",
    "training",
    "memory",
    "charts",
    "kills",
    "hostile",
    "fuzz",
)
"""Modules of this package with a `measure()`; each runs in a process of its own, so that none warms up another."""


def main() -> int:
    """Measure what was asked for, or everything."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("name", nargs="?", choices=NAMES)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--count", type=int, help="of fuzz: how many files (2000)")
    parser.add_argument("--seed", type=int, help="of fuzz: where the dice begin (0)")
    chosen = parser.parse_args()
    dice = {name: value for name, value in (("count", chosen.count), ("seed", chosen.seed)) if value is not None}
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    if chosen.name is None:
        flags = ["--json"] if chosen.json else []
        return max(subprocess.call([sys.executable, "-m", "tests.benchmarks", name, *flags]) for name in NAMES)
    for measurement in import_module(f"tests.benchmarks.{chosen.name}").measure(**dice):
        print(measurement.as_json() if chosen.json else measurement.as_text(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
