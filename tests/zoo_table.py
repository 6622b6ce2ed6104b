"""Prints what becomes of every model of the zoo: `python -m tests.zoo_table [PART OF A NAME …]`.

One line a file: who wrote it, in which format, whether it opened, predicts as before, trains on as before, and comes
back from being saved; how much the report tells; what failed.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import warnings
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


def main(parts: Sequence[str]) -> int:
    """Print the table of the models whose file's name has one of the parts in it; 1 if one of them failed."""
    warnings.simplefilter("ignore")
    from tests.core.engine.model_files.zoo import CASES
    from tests.core.engine.model_files.zoo.check import STEPS, check

    print(
        f"{'model':42} {'family':15} {'written by':11} {'format':7} {' '.join(f'{step:>10}' for step in STEPS)}  report"
    )
    well = bad = refused = 0
    begun = time.monotonic()
    for case in CASES.values():
        for writer in case.writers:
            for suffix in case.suffixes:
                name = f"{case.name} {writer} {suffix}"
                if parts and not any(part in name for part in parts):
                    continue
                with tempfile.TemporaryDirectory() as folder:
                    found = check(case, writer, suffix, Path(folder))
                steps = " ".join(f"{found.steps.get(step, 'NO' if not found.refused else ''):>10}" for step in STEPS)
                told = f"{len(found.report)} changes" + (f", {len(found.locked)} locked" if found.locked else "")
                end = f"not written: {found.refused}" if found.refused else found.failure or told
                print(f"{case.name:42} {case.family:15} {writer:11} {suffix:7} {steps}  {end}", flush=True)
                refused += bool(found.refused)
                well += found.well and not found.refused
                bad += not found.well
    seconds = time.monotonic() - begun
    print(f"{well} files well, {bad} not, {refused} that Keras itself does not write; {seconds:.0f} s")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
