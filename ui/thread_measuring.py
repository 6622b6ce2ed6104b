"""Lets this machine's best number of threads be measured once, in the background, when nothing else goes on."""

from __future__ import annotations

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer

from desktop_nn.own_process import own_command, own_environment
from ui import engine_door
from ui.session import Session

_AFTER = 30_000
"""Milliseconds from the window's start until the first try, and between tries."""


class ThreadMeasuring(QObject):
    """Measures if the user leaves the number to the app and this machine was not measured yet.

    The work is done by a process of its own; it counts from the next start. `window` owns this.
    """

    def __init__(self, session: Session, window: QObject) -> None:
        super().__init__(window)
        self._session = session
        self.process = QProcess(self)
        self._timer = QTimer(self, interval=_AFTER)
        self._timer.timeout.connect(self.consider)
        self._timer.start()

    def consider(self) -> None:
        """Look whether it is needed, and later again if something is being trained."""
        if self._session.settings.threads:
            self._timer.stop()
        elif not self._session.training.busy:
            self._timer.stop()
            self._session.files.submit(lambda _: engine_door.threads(), done=self._begin)

    def stop(self) -> None:
        """End it, for the window closes; what it has started ends with it."""
        self._timer.stop()
        self.process.kill()
        self.process.waitForFinished(1000)

    def _begin(self, known: engine_door.Threads) -> None:
        if known.measured is None and known.cores > 1:
            self.process.setStandardOutputFile(QProcess.nullDevice())
            self.process.setStandardErrorFile(QProcess.nullDevice())
            environment = QProcessEnvironment()
            for name, value in own_environment().items():
                environment.insert(name, value)
            self.process.setProcessEnvironment(environment)
            program, *arguments = command()
            self.process.start(program, arguments)


def command() -> list[str]:
    """What makes this very program measure."""
    return own_command("measure-threads", "--json")
