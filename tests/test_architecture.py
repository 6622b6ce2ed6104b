"""The house's rules, held by reading the source: who may import whom, how large a module may grow, what it is
called. Imports count wherever they stand: at the top, inside a function, or for types only.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[1]
RUNGS = (
    {"atomic", "licences", "newer_version", "own_process", "problems", "settings", "strict_json"},
    {"catalogue", "data", "graph"},
    {"training", "weights"},
    {"codegen", "project", "runs"},
    {"engine"},
    {"__main__", "cli", "commands", "screen"},
)
"""From the bottom up; an import goes down only."""
NEIGHBOURS = {
    ("codegen", "project"),  # code is written of a whole project
    ("weights", "training"),  # a histogram is one, of a run or of a file
    ("graph", "catalogue"),  # a wire ends in one of a kind's ports
    ("runs", "project"),  # a run keeps the project as it was
    ("settings", "atomic"),
    ("atomic", "problems"),
    ("settings", "problems"),
    ("newer_version", "problems"),
    ("__main__", "cli"),  # from here on: the parts of the command line
    ("cli", "commands"),
    ("cli", "screen"),
    ("commands", "screen"),
}
"""Who may import whom on the same rung."""
KERAS = {"tensorflow", "keras", "h5py"}
HEAVY = KERAS | {"pandas", "sklearn", "scipy", "pydantic", "tensorboard"}
"""What takes long to import and must therefore be imported inside functions."""
SCREEN = {"PySide6", "pyqtgraph", "shiboken6", "ui"}
SHARED_UI = {"theme", "widgets", "actions"}
"""Folders of `ui` that every panel may use; single modules beside them are shared too, except the two that
put everything together."""
TOGETHER = {"app", "main_window", "panels"}
THREADS = {"QThread", "QThreadPool", "QRunnable", "Thread", "Timer", "ThreadPoolExecutor", "ProcessPoolExecutor"}
NAMELESS = {"utils", "util", "helpers", "helper", "misc", "common", "tools", "base", "core"}


@dataclass(frozen=True)
class Import:
    """An import as it stands in a module. `runs` is False under `if TYPE_CHECKING`."""

    module: str
    names: tuple[str, ...]
    line: int
    top: bool
    runs: bool

    @property
    def paths(self) -> tuple[str, ...]:
        """The module, and what may be its submodules."""
        return (self.module, *(f"{self.module}.{name}" for name in self.names))


@dataclass(frozen=True)
class Module:
    """A source file: its dotted name, its tree, its number of lines."""

    name: str
    tree: ast.Module
    lines: int

    @property
    def imports(self) -> tuple[Import, ...]:
        return tuple(found(self.tree.body, top=True, runs=True))

    @property
    def room(self) -> str:
        """`graph` of `desktop_nn.graph.edits`; empty for the package itself."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else ""


def found(body: list[ast.stmt], *, top: bool, runs: bool) -> Iterator[Import]:
    """All imports of a body, with those in functions, classes and branches."""
    for node in body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, (), node.lineno, top, runs)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports are not used here"
            yield Import(node.module or "", tuple(alias.name for alias in node.names), node.lineno, top, runs)
        elif isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            yield from found(node.body, top=top, runs=False)
            yield from found(node.orelse, top=top, runs=runs)
        else:
            inside = top and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from called(node, inside, runs)
            for inner in ("body", "orelse", "finalbody"):
                yield from found(getattr(node, inner, []), top=inside, runs=runs)
            for handler in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
                yield from found(handler.body, top=inside, runs=runs)


def called(node: ast.stmt, top: bool, runs: bool) -> Iterator[Import]:
    """`importlib.import_module("x")` and `__import__("x")` in a statement itself; a computed name is `?`."""
    simple = not hasattr(node, "body")
    for call in ast.walk(node) if simple else ():
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] in ("import_module", "__import__"):
            argument = call.args[0]
            name = str(argument.value) if isinstance(argument, ast.Constant) else "?"
            yield Import(name, (), call.lineno, top, runs)


@cache
def modules(package: str) -> tuple[Module, ...]:
    files = sorted((ROOT / package).rglob("*.py"))
    texts = ((path, path.read_text("utf-8")) for path in files)
    return tuple(Module(name_of(path), ast.parse(text), text.count("\n")) for path, text in texts)


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def product() -> tuple[Module, ...]:
    return (*modules("desktop_nn"), *modules("ui"))


def rung(room: str) -> int:
    return next(number for number, rooms in enumerate(RUNGS) if room in rooms)


def room_of(path: str) -> str:
    parts = path.split(".")
    return parts[1] if parts[0] == "desktop_nn" and len(parts) > 1 and parts[1] != "__version__" else ""


def listed(broken: list[str]) -> str:
    return "\n  " + "\n  ".join(broken)


def test_that_every_room_of_the_core_has_its_rung() -> None:
    rooms = {module.room for module in modules("desktop_nn")} - {""}
    assert rooms <= set().union(*RUNGS)


def test_that_imports_of_the_core_go_down_the_ladder() -> None:
    broken = []
    for module in modules("desktop_nn"):
        for item in module.imports:
            for path in item.paths if item.module == "desktop_nn" else (item.module,):
                target = room_of(path)
                if not target or not module.room or target == module.room or (module.room, target) in NEIGHBOURS:
                    continue
                if rung(target) >= rung(module.room):
                    broken.append(f"{module.name}:{item.line} imports {path}")
    assert not broken, listed(broken)


def test_that_neighbours_never_import_each_other_in_a_circle() -> None:
    assert not {(b, a) for a, b in NEIGHBOURS} & NEIGHBOURS


def test_that_only_the_engine_imports_by_computed_names() -> None:
    broken = [
        f"{module.name}:{item.line}"
        for module in product()
        for item in module.imports
        if item.module == "?" and not module.name.startswith("desktop_nn.engine")
    ]
    assert not broken, listed(broken)


def test_that_the_core_knows_nothing_of_the_screen() -> None:
    broken = [
        f"{module.name}:{item.line} imports {item.module}"
        for module in modules("desktop_nn")
        for item in module.imports
        if item.module.split(".")[0] in SCREEN and module.name != "desktop_nn.screen"
    ]
    assert not broken, listed(broken)


def test_that_the_one_door_to_the_screen_opens_late() -> None:
    doors = [module for module in modules("desktop_nn") if module.name == "desktop_nn.screen"]
    assert not [item for door in doors for item in door.imports if item.top and item.module.split(".")[0] in SCREEN]


def test_that_only_the_engine_imports_keras() -> None:
    broken = [
        f"{module.name}:{item.line} imports {item.module}"
        for module in product()
        for item in module.imports
        if item.module.split(".")[0] in KERAS and not module.name.startswith("desktop_nn.engine")
    ]
    assert not broken, listed(broken)


def test_that_nothing_heavy_is_imported_before_it_is_used() -> None:
    broken = [
        f"{module.name}:{item.line} imports {item.module}"
        for module in product()
        for item in module.imports
        if item.top and item.runs and item.module.split(".")[0] in HEAVY
    ]
    assert not broken, listed(broken)


def test_that_panels_do_not_know_each_other() -> None:
    rooms = {path.name for path in (ROOT / "ui").iterdir() if path.is_dir() and path.name != "__pycache__"}
    broken = []
    for module in modules("ui"):
        for item in module.imports:
            parts = item.module.split(".")
            target = parts[1] if parts[0] == "ui" and len(parts) > 1 else ""
            if module.room not in rooms or not target or target == module.room:
                continue
            if module.room == "actions" and not item.runs:  # a command names the type of what it calls
                continue
            if (target in rooms and target not in SHARED_UI) or target in TOGETHER:
                broken.append(f"{module.name}:{item.line} imports {item.module}")
    assert not broken, listed(broken)


def test_that_widgets_and_looks_know_nothing_of_models() -> None:
    broken = [
        f"{module.name}:{item.line} imports {item.module}"
        for module in modules("ui")
        for item in module.imports
        if module.room in ("theme", "widgets") and item.module.split(".")[:2] == ["ui", "session"]
    ]
    assert not broken, listed(broken)


def test_that_the_screen_reaches_the_engine_through_one_lazy_door() -> None:
    broken = [
        f"{module.name}:{item.line} imports {item.module}"
        for module in modules("ui")
        for item in module.imports
        if item.runs
        and any(path.startswith("desktop_nn.engine") for path in item.paths)
        and (module.name != "ui.engine_door" or item.top)
    ]
    assert not broken, listed(broken)


def test_that_threads_are_made_in_one_place() -> None:
    broken = []
    for module in product():
        for item in module.imports:
            taken = THREADS & set(item.names)
            if taken and item.runs and item.module.split(".")[0] in ("PySide6", "threading", "concurrent"):
                broken.append(f"{module.name}:{item.line} takes {', '.join(taken)}")
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and ast.unparse(node) in {f"threading.{name}" for name in THREADS}:
                broken.append(f"{module.name}:{node.lineno} uses {ast.unparse(node)}")
    allowed = ("ui.workers:", "desktop_nn.engine.code_watch:")  # the latter looks at a training thread that hangs
    assert not [item for item in broken if not item.startswith(allowed)], listed(broken)


def test_that_the_app_starts_itself_again_in_one_way() -> None:
    """Anything else would start a second window, or nothing, from an installed bundle."""
    broken = [
        module.name
        for module in product()
        if module.name != "desktop_nn.own_process"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("sys.executable", "sys.frozen")
    ]
    assert not broken, listed(broken)


def test_that_no_tip_or_question_takes_foreign_words_for_markup() -> None:
    """Column names, titles and paths are shown as they are: tips go through `plain`, questions are a MessageBox."""
    broken = []
    for module in modules("ui"):
        for node in ast.walk(module.tree):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func).rpartition(".")[2]
            if called == "QMessageBox" or (called == "setToolTip" and not shown_as_it_is(node.args[-1])):
                broken.append(f"{module.name}:{node.lineno}: {called}")
    assert not broken, listed(broken)


def shown_as_it_is(text: ast.expr) -> bool:
    """A text of our own, or one that has been through `plain`."""
    if isinstance(text, ast.IfExp):
        return shown_as_it_is(text.body) and shown_as_it_is(text.orelse)
    if isinstance(text, ast.BoolOp):
        return all(isinstance(part, ast.Call) for part in text.values)
    ours = isinstance(text, ast.Constant) or (isinstance(text, ast.Name) and text.id.lstrip("_").isupper())
    return ours or (isinstance(text, ast.Call) and ast.unparse(text.func) == "plain")


def test_that_programs_that_are_not_ours_are_opened_in_one_place() -> None:
    names = {"QDesktopServices", "webbrowser", "startfile"}
    broken = [
        f"{module.name}:{found.line}"
        for module in product()
        if module.name != "ui.outside"
        for found in module.imports
        if names & {found.module, *found.names}
    ]
    assert not broken, listed(broken)


def test_that_no_module_is_above_500_lines() -> None:
    broken = [f"{module.name}: {module.lines}" for module in product() if module.lines > 500]
    assert not broken, listed(broken)


def test_that_modules_are_small() -> None:
    assert median(module.lines for module in product()) <= 130


def test_that_functions_are_short() -> None:
    lengths = [
        (node.body[-1].end_lineno or 0) - node.body[0].lineno + 1
        for module in product()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef)
    ]
    assert median(lengths) <= 8


def test_that_modules_are_named_after_an_idea() -> None:
    broken = [module.name for module in product() if NAMELESS & set(module.name.split(".")[1:])]
    assert not broken, listed(broken)


@pytest.mark.parametrize("package", ["desktop_nn", "ui", "tests", "resources"])
def test_that_every_module_says_what_lives_in_it(package: str) -> None:
    broken = [module.name for module in modules(package) if not ast.get_docstring(module.tree)]
    assert not broken, listed(broken)
