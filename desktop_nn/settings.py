"""Every user setting once: key, type, default, legal values and text; where settings and other state are kept.

A setting belongs to the user, not to a project. The file is JSON; what is wrong in it falls back to the default.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal, TypeAlias

from desktop_nn import atomic

Theme: TypeAlias = Literal["system", "light", "dark", "contrast_light", "contrast_dark"]
ChartAxis: TypeAlias = Literal["epoch", "batch", "seconds"]
"""What runs along the bottom of the charts."""
LinkStyle: TypeAlias = Literal["curved", "orthogonal", "straight"]
"""How links run on the canvas."""
CodeStyle: TypeAlias = Literal["auto", "sequential", "functional", "subclassing"]
"""How the model is written in scripts and notebooks."""

CONFIG_VARIABLE, STATE_VARIABLE, DATA_VARIABLE = "DESKTOP_NN_CONFIG", "DESKTOP_NN_STATE", "DESKTOP_NN_DATA"
"""Environment variables that name other folders for settings, for recovery copies and logs, and for snippets."""
_APP = "desktop-nn"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a settings dialog needs to know of one setting; `minimum`, `maximum` and `step` concern numbers.

    `shown` is False for what the app remembers by itself.
    """

    key: str
    default: Any
    title: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    step: float = 1
    shown: bool = True


def _setting(default: Any, title: str, help: str = "", **more: Any) -> Any:
    return field(default=default, metadata={"title": title, "help": help, **more})


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of the user, each with its default."""

    theme: Theme = _setting(  # noqa: RUF009 (it is `field` with words)
        "system",
        "Theme",
        "Light or dark, or whatever the system has.",
        choices=(
            ("system", "As the system"),
            ("light", "Light"),
            ("dark", "Dark"),
            ("contrast_light", "High contrast light"),
            ("contrast_dark", "High contrast dark"),
        ),
    )
    text_scale: float = _setting(1.0, "Text size", "1 is the normal size.", minimum=0.8, maximum=1.6, step=0.1)
    animations: bool = _setting(True, "Animations", "Short movements when panels open or the view changes.")
    runs_folder: str = _setting("", "Folder for runs", "Empty: a folder “runs” beside the project's file.")
    recent_limit: int = _setting(10, "Recent files kept", minimum=0, maximum=50)
    recovery_seconds: int = _setting(
        3, "Seconds until a recovery copy", "How long after an edit unsaved work is copied.", minimum=1, maximum=600
    )
    one_window: bool = _setting(
        True, "One window", "A file that is opened from outside comes into the window that is there."
    )
    restore_last: bool = _setting(False, "Open the last project at start")
    open_browser: bool = _setting(True, "Open the browser with TensorBoard", "Otherwise only its address is shown.")
    tensorboard_port: int = _setting(0, "TensorBoard's port", "0: any free port.", minimum=0, maximum=65535)
    threads: int = _setting(
        0,
        "Threads of one operation",
        "0: as measured on this machine (small models like one). Counts from the next start. "
        "Results under another number may differ in their last bits.",
        minimum=0,
        maximum=256,
    )
    code_style: CodeStyle = _setting(  # noqa: RUF009 (it is `field` with words)
        "auto",
        "Style of code",
        "How scripts and notebooks write the model.",
        choices=(
            ("auto", "The simplest that fits"),
            ("sequential", "Sequential"),
            ("functional", "Functional"),
            ("subclassing", "Subclassing"),
        ),
        shown=False,
    )
    run_columns: tuple[str, ...] = _setting(
        (), "Columns of the runs", "“+id” shows a column, “-id” hides it.", shown=False
    )
    shortcuts: tuple[str, ...] = _setting((), "Changed shortcuts", "Lines “command: keys”.", shown=False)
    links: LinkStyle = _setting(  # noqa: RUF009 (it is `field` with words)
        "curved",
        "Links",
        "How links run on the canvas.",
        choices=(("curved", "Curved"), ("orthogonal", "At right angles"), ("straight", "Straight")),
        shown=False,
    )
    minimap: bool = _setting(False, "Minimap", shown=False)
    alignment_guides: bool = _setting(True, "Alignment guides", shown=False)
    snap_to_grid: bool = _setting(False, "Snap to grid", shown=False)
    highlight_paths: bool = _setting(False, "Highlight paths", shown=False)
    chart_sections: tuple[str, ...] = _setting(("metrics",), "Charts shown", shown=False)
    chart_log: bool = _setting(False, "Charts on a log scale", shown=False)
    chart_smoothing: float = _setting(0.0, "Smoothing of charts", minimum=0.0, maximum=0.99, shown=False)
    chart_shift: bool = _setting(False, "Training curve half an epoch earlier", shown=False)
    chart_axis: ChartAxis = _setting(  # noqa: RUF009 (it is `field` with words)
        "epoch",
        "Bottom axis of charts",
        choices=(("epoch", "Epochs"), ("batch", "Batches"), ("seconds", "Seconds")),
        shown=False,
    )
    chart_layers: str = _setting("norms", "What charts of layers show", shown=False)
    window: str = _setting("", "Window", "Its size and place, as Qt writes them.", shown=False)
    panel_widths: str = _setting("", "Panels", "Widths of the areas beside the canvas, as Qt writes them.", shown=False)
    recent_files: tuple[str, ...] = _setting((), "Recent files", shown=False)


def described() -> tuple[Setting, ...]:
    """All settings with their texts and limits, in the order in which a dialog shows them."""
    return tuple(Setting(key=item.name, default=item.default, **item.metadata) for item in fields(Settings))


def load() -> Settings:
    """The user's settings; without a file, or for whatever is wrong in it, the defaults."""
    try:
        data = json.loads(path().read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return Settings()
    given = data if isinstance(data, dict) else {}
    return Settings(**dict(_sound(given)))


def save(settings: Settings) -> None:
    """Write the settings; only what differs from the defaults. Raises ProblemError if the disk refuses."""
    values = asdict(settings)
    changed = {item.name: values[item.name] for item in fields(Settings) if values[item.name] != item.default}
    target = path()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise atomic.refused(error, target.parent) from error
    atomic.write_text(target, json.dumps(changed, indent=2, ensure_ascii=False) + "\n")


def path() -> Path:
    """The settings file."""
    return config_folder() / "settings.json"


def config_folder() -> Path:
    """Where settings are kept."""
    given = os.environ.get(CONFIG_VARIABLE)
    if given:
        return Path(given)
    from platformdirs import user_config_path

    return user_config_path(_APP, appauthor=False)


def state_folder() -> Path:
    """Where recovery copies and logs are kept."""
    given = os.environ.get(STATE_VARIABLE)
    if given:
        return Path(given)
    from platformdirs import user_state_path

    return user_state_path(_APP, appauthor=False)


def snippets_folder() -> Path:
    """Where the user's snippets are kept."""
    given = os.environ.get(DATA_VARIABLE)
    if given:
        return Path(given) / "snippets"
    from platformdirs import user_data_path

    return user_data_path(_APP, appauthor=False) / "snippets"


def log_folder() -> Path:
    """Where the logs are kept."""
    return state_folder() / "log"


def default_runs_folder() -> Path:
    """Where runs of a project go that has no file yet."""
    from platformdirs import user_documents_path

    documents = user_documents_path()
    return (documents if documents.is_dir() else Path.home()) / "Desktop NN" / "runs"


def _sound(given: dict[str, Any]) -> Iterable[tuple[str, Any]]:
    for setting in described():
        value = given.get(setting.key, setting.default)
        if isinstance(setting.default, tuple) and isinstance(value, list):
            value = tuple(item for item in value if isinstance(item, str))
        if isinstance(setting.default, float) and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        yield setting.key, value if _legal(setting, value) else setting.default


def _legal(setting: Setting, value: Any) -> bool:
    if type(value) is not type(setting.default):
        return False
    if setting.choices:
        return any(value == choice for choice, _ in setting.choices)
    if isinstance(value, int | float) and not isinstance(value, bool):
        low = setting.minimum if setting.minimum is not None else value
        high = setting.maximum if setting.maximum is not None else value
        return low <= value <= high
    return True
