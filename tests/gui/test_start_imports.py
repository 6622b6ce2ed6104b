"""What the window's first look need not wait for is not imported before."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("tensorflow", "keras", "numpy", "pandas", "sklearn", "pyqtgraph", "h5py", "matplotlib")


@pytest.fixture(scope="module")
def imported() -> set[str]:
    """The modules that are there once the window's module is."""
    program = "import sys, ui.app; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize("library", HEAVY)
def test_that_the_start_does_not_wait_for_a_large_library(imported: set[str], library: str) -> None:
    assert library not in imported
