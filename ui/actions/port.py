"""Commands on a port and along a link; they are in context menus, and in the menu Model/Links."""

from ui.actions.action import Action, Window


def _port(window: Window) -> bool:
    return window.canvas.ports.port is not None


def _link(window: Window) -> bool:
    return window.canvas.link_walk.current() is not None


_MENU = "Model/Links"
_PORT = frozenset({"port"})
_LINK = frozenset({"link"})

PORT = (
    Action("link.add", "&Add layer at the port…", lambda w: w.canvas.ports.add_layer(), _MENU, 0, "plus", "",
           "Search for a layer that fits the port that was clicked, and connect it", _port, contexts=_PORT),
    Action("link.connect", "&Connect the port to…", lambda w: w.canvas.ports.connect(), _MENU, 0, "cable", "",
           "Type which layer the output that was clicked leads to", lambda w: w.canvas.ports.may_start(),
           contexts=_PORT),
    Action("link.unplug", "&Remove the port's links", lambda w: w.canvas.ports.unplug(), _MENU, 0, "unlink", "",
           "Delete all links of the port that was clicked", lambda w: bool(w.canvas.ports.links()), contexts=_PORT),
    Action("link.source", "Go to where it &starts", lambda w: w.canvas.link_walk.go("source"), _MENU, 1, "arrow-up", "",
           "Select the layer where the selected link starts", _link, contexts=_LINK),
    Action("link.target", "Go to where it &ends", lambda w: w.canvas.link_walk.go("target"), _MENU, 1, "arrow-down", "",
           "Select the layer where the selected link ends", _link, contexts=_LINK),
)  # fmt: skip
