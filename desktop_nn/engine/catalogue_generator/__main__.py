"""Writes the catalogue file, or with `--check` says whether it is still what the installed Keras gives."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from desktop_nn.engine.catalogue_generator.assembly import assemble
from desktop_nn.engine.catalogue_generator.writing import to_text

CATALOGUE_FILE = Path(__file__).parents[3] / "resources" / "catalogue" / "keras.json"


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0: written, or the file is up to date; 1: `--check` found a difference."""
    parser = argparse.ArgumentParser(prog="python -m desktop_nn.engine.catalogue_generator", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    choices = parser.parse_args(arguments)
    text = to_text(assemble())
    if not choices.check:
        CATALOGUE_FILE.write_text(text, "utf-8")
        return 0
    if CATALOGUE_FILE.read_text("utf-8") == text:
        return 0
    sys.stderr.write(f"{CATALOGUE_FILE} is out of date: run python -m desktop_nn.engine.catalogue_generator.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
