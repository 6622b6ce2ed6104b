"""The templates and the user's snippets as the window knows them: read on a worker, saved, renamed, deleted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop_nn import settings
from desktop_nn.graph.edits import Clip
from desktop_nn.problems import Problem
from desktop_nn.project import snippets
from desktop_nn.project.snippets import Snippet
from ui.session import Session


class SnippetShelf(QObject):
    """`all` holds templates first. `changed` follows when files were read or changed."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._templates: tuple[Snippet, ...] = ()
        self._own: tuple[Snippet, ...] = ()
        self._wanted = False

    @property
    def all(self) -> tuple[Snippet, ...]:
        """What can be placed; what is not read yet is read now, and `changed` tells."""
        if not self._wanted:
            self._wanted = True
            self.read()
        return (*self._templates, *self._own)

    def find(self, key: str) -> Snippet | None:
        """The snippet of a key."""
        return next((snippet for snippet in self.all if snippet.key == key), None)

    def read(self) -> None:
        """Read the files anew; one that cannot be used is told and hides no other."""
        folder = settings.snippets_folder()
        self._session.files.submit(
            lambda _cancelled: (snippets.templates(), *snippets.own_snippets(folder)),
            done=self._take,
            latest="snippets",
        )

    def save(self, title: str, clip: Clip) -> None:
        """Keep a clip as the user's snippet."""
        folder = settings.snippets_folder()
        self._change(lambda: snippets.save(folder, title, clip), f"Saved the snippet “{title.strip()}”. Tab finds it.")

    def rename(self, snippet: Snippet, title: str) -> None:
        """Give an own snippet another title."""
        self._change(lambda: snippets.rename(snippet, title), "")

    def delete(self, snippet: Snippet) -> None:
        """Remove an own snippet."""
        self._change(lambda: snippets.delete(snippet), f"Deleted the snippet “{snippet.title}”.")

    def _change(self, work: Callable[[], object], told: str) -> None:
        def done(_: object) -> None:
            if told:
                self._session.tell(told, "good")
            self._wanted = True
            self.read()

        self._session.files.submit(lambda _cancelled: work(), done=done, refused=self._session.tell_problems)

    def _take(self, found: tuple[tuple[Snippet, ...], tuple[Snippet, ...], tuple[Problem, ...]]) -> None:
        self._templates, self._own, problems = found
        if problems:
            self._session.tell_problems(problems)
        self.changed.emit()
