"""All commands in the order of the menus."""

from ui.actions.action import Action
from ui.actions.arrange import ARRANGE
from ui.actions.charts import CHARTS
from ui.actions.edit import EDIT
from ui.actions.file import FILE
from ui.actions.group import GROUP
from ui.actions.help import HELP
from ui.actions.layer import LAYER
from ui.actions.model import MODEL
from ui.actions.nested import NESTED
from ui.actions.note import NOTE
from ui.actions.port import PORT
from ui.actions.run import RUN
from ui.actions.runs import RUNS
from ui.actions.view import VIEW

ALL_ACTIONS: tuple[Action, ...] = (
    *FILE,
    *EDIT,
    *MODEL,
    *NOTE,
    *LAYER,
    *PORT,
    *ARRANGE,
    *GROUP,
    *NESTED,
    *RUN,
    *RUNS,
    *VIEW,
    *CHARTS,
    *HELP,
)
