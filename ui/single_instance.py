"""One window for all files: a second start hands its file to the window that is there, and ends.

The two find each other by a local socket that only this user can open; its name hangs on the folder of the settings, so
that separate settings mean separate windows. Whoever has switched this off in the settings neither asks nor listens.
"""

from __future__ import annotations

import getpass
import json
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop_nn import settings

_PATIENCE_MS = 1000
_LONGEST = 64 * 1024
_HEARD = b"ok"


def server_name() -> str:
    """The socket's name for this user and these settings."""
    about = f"{getpass.getuser()}|{settings.config_folder()}"
    return f"desktop-nn-{sha256(about.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def hand_over(document: str | None) -> bool:
    """Give a file, an example's name or nothing to the window that is there; returns whether one took it."""
    socket = QLocalSocket()
    socket.connectToServer(server_name())
    if not socket.waitForConnected(_PATIENCE_MS):
        return False
    if document is not None and (Path(document).exists() or Path(document).suffix):
        document = str(Path(document).absolute())
    socket.write(json.dumps({"open": document}).encode() + b"\n")
    socket.flush()
    heard = socket.waitForReadyRead(_PATIENCE_MS) and bytes(socket.readAll().data()).startswith(_HEARD)
    socket.disconnectFromServer()
    return heard


class Listener(QObject):
    """Hears of later starts. `asked` has what shall be opened: a path, an example's name, or None for nothing."""

    asked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._greet)

    def listen(self) -> bool:
        """Begin, unless another window listens already; a socket that a crash left behind is taken over."""
        name = server_name()
        other = QLocalSocket()
        other.connectToServer(name)
        if other.waitForConnected(_PATIENCE_MS):  # it lives, but was too busy to answer
            other.disconnectFromServer()
            return False
        QLocalServer.removeServer(name)
        return self._server.listen(name)

    def close(self) -> None:
        """Hear nothing any more."""
        self._server.close()

    def _greet(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._hear(socket))
            socket.disconnected.connect(socket.deleteLater)
            if socket.bytesAvailable():
                self._hear(socket)

    def _hear(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _LONGEST:
                socket.abort()
            return
        try:
            wanted = json.loads(bytes(socket.readLine(_LONGEST).data()))["open"]
        except (ValueError, KeyError, TypeError, RecursionError):
            socket.abort()
            return
        socket.write(_HEARD + b"\n")
        socket.flush()
        if wanted is None or isinstance(wanted, str):
            self.asked.emit(wanted)
