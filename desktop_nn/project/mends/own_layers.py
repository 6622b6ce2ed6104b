"""Ways out for layers of the user's own: their code is looked at, corrected or written. The user does all three."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_nn.catalogue import load
from desktop_nn.project.mends.mend import Case, Mend
from desktop_nn.training import consent


def _may_be_written(kind: str, case: Case) -> bool:
    return kind.isidentifier() and f"“{kind}”" in case.problem.what


def own_layer_mends(case: Case) -> Iterator[Mend]:
    """Where a node's problem is one of its code; nothing for all others."""
    layer = case.layer
    if layer.model is not None or layer.kind in load().layers:
        return
    if layer.code is None:
        known = case.facts.nodes.get(case.node)
        if known is not None and known.problem == case.problem and _may_be_written(layer.kind, case):
            yield Mend(f"Write {layer.kind} in Python…", new_class=layer.kind)
    elif case.problem.what == consent.layer_problem(layer.code, layer.kind).what:
        yield Mend("Look at the code…", code=layer.code.name)
    elif case.problem.at is not None and case.problem.at[0] == layer.code.name:
        yield Mend(
            f"Show line {case.problem.at[1]} of {layer.code.name}", code=layer.code.name, line=case.problem.at[1]
        )
