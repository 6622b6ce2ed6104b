"""Writes the catalogue files, or with `--check` says whether they are still what the installed Keras gives."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from desktop_nn.engine.catalogue_generator.assembly import assemble
from desktop_nn.engine.catalogue_generator.operations import operations
from desktop_nn.engine.catalogue_generator.writing import operations_to_text, to_text

_FOLDER = Path(__file__).parents[3] / "resources" / "catalogue"
CATALOGUE_FILE = _FOLDER / "keras.json"
OPERATIONS_FILE = _FOLDER / "operations.json"


def main(arguments: list[str] | None = None) -> int:
    """Exit code 0: written, or the files are up to date; 1: `--check` found a difference."""
    parser = argparse.ArgumentParser(prog="python -m desktop_nn.engine.catalogue_generator", description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare only, write nothing")
    choices = parser.parse_args(arguments)
    found = assemble()
    texts = {
        CATALOGUE_FILE: to_text(found),
        OPERATIONS_FILE: operations_to_text(found.keras_version, operations()),
    }
    if not choices.check:
        for file, text in texts.items():
            file.write_text(text, "utf-8")
        return 0
    old = [file for file, text in texts.items() if file.read_text("utf-8") != text]
    for file in old:
        sys.stderr.write(f"{file} is out of date: run python -m desktop_nn.engine.catalogue_generator.\n")
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main())
