"""Values of parameters under one name: `check` one, `parse` a typed one, find `missing` ones and `faults`."""

from desktop_nn.catalogue.checks import DTYPE_POLICIES, DTYPES, GROUP_OF, check, faults, missing
from desktop_nn.catalogue.typed_text import parse

__all__ = ["DTYPES", "DTYPE_POLICIES", "GROUP_OF", "check", "faults", "missing", "parse"]
