"""Every command of the window as data, one file a menu; menus, tool bar, context menus and palette come from it."""

from ui.actions.action import Action, Window
from ui.actions.catalogue import ALL_ACTIONS

__all__ = ["ALL_ACTIONS", "Action", "Window"]
