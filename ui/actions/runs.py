"""What is done to the runs that are selected in the library; the same as in its own menu and by its own keys."""

from ui.actions.action import Action, Window

_MENU = "Run/Selected runs"


def _may(wish: str, window: Window) -> bool:
    library = window.library()
    return library is not None and library.may(wish)


def _do(wish: str, window: Window) -> None:
    library = window.library()
    if library is None:
        return
    if wish == "rename":  # it is typed in the table
        window.show_panel("runs")
    library.do(wish)


def _action(id: str, text: str, section: int, icon: str, tip: str = "") -> Action:
    return Action(
        f"runs.{id}", text, lambda w: _do(id, w), _MENU, section, icon, tip=tip, enabled=lambda w: _may(id, w)
    )


RUNS = (
    _action("charts", "Show &charts", 0, "chart-line", "The charts of a run, or several runs over each other"),
    _action("compare", "Com&pare two runs", 0, "arrow-left-right", "What is different between two runs, in words"),
    _action("continue", "Cont&inue the selected run…", 0, "step-forward", "Train the selected run for more epochs"),
    _action("project", "Open the run's p&roject", 0, "folder-open", "The project as it was trained"),
    _action("tensorboard", "&TensorBoard on these runs", 0, "external-link", "Show only these in the browser"),
    _action("star", "&Star", 1, "star", "Mark the runs, or take the mark off"),
    _action("rename", "Rena&me the run", 1, "pencil", "Give it a title; its folder keeps its name"),
    _action("notes", "&Notes…", 1, "sticky-note", "What you want to remember about a run"),
    _action("folder", "Open the run's &folder", 2, "folder", "In the file manager"),
    _action("export", "&Export the table of runs…", 2, "download", "The runs as they are listed, as a CSV file"),
    _action("delete", "Mo&ve to the trash", 3, "trash-2", "With charts, checkpoints and models"),
)
