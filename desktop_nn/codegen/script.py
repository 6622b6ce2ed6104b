"""The project as one Keras script that needs nothing of ours, and which of its lines are of what."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from textwrap import wrap

from desktop_nn.codegen.drawing_code import comment
from desktop_nn.codegen.expressions import WIDTH
from desktop_nn.codegen.program import Draft, draft, sections, settings
from desktop_nn.codegen.sections import Section, Span, import_lines
from desktop_nn.codegen.styles import Style
from desktop_nn.data.columns import Description
from desktop_nn.graph.edits import cleaned_name
from desktop_nn.graph.scopes import Scope
from desktop_nn.problems import Problem
from desktop_nn.project.document import Project


@dataclass(frozen=True, slots=True)
class Listing:
    """A script's text, which of its lines (from 0) are of which nodes or panel, and what could not be written."""

    text: str
    spans: tuple[Span, ...] = ()
    problems: tuple[Problem, ...] = ()

    def lines_of(self, nodes: Collection[str], scope: Scope = ()) -> list[int]:
        """The lines that are of some of these nodes of the drawing at the scope, in order."""
        wanted = set(nodes)
        found = {
            line
            for span in self.spans
            if span.place is not None and scope in span.place.scopes and not wanted.isdisjoint(span.place.nodes)
            for line in range(span.first, span.last + 1)
        }
        return sorted(found)

    def at(self, line: int) -> Span | None:
        """What a line is of: the narrowest stretch that holds it."""
        holding = [span for span in self.spans if span.first <= line <= span.last]
        return min(holding, key=lambda span: span.last - span.first, default=None)


def script(project: Project, description: Description | None, style: Style = "auto") -> str:
    """The source text. With the same seed it comes to the same numbers as the app.

    A project without data (`description` is None then) becomes a script that makes and compiles the model. Raises
    ProblemError for a project that is not complete otherwise, and for a drawing that cannot have the style.
    """
    return _listing(project, Draft(sections(project, description, style))).text


def listing(project: Project, description: Description | None, style: Style = "auto") -> Listing:
    """As much of the script as can be written; a comment says what is missing.

    Raises ProblemError if the drawing is no model, or none of the style.
    """
    return _listing(project, draft(project, description, style))


def _listing(project: Project, made: Draft) -> Listing:
    imports = import_lines(made.sections)
    blocks = [_head(project, imports), imports]
    line = sum(block.count("\n") + 2 for block in blocks)
    numbers = settings(project)
    spans = [Span(line, line + numbers.count("\n"), panel="training")]
    line += numbers.count("\n") + 2
    blocks.append(numbers)
    for section in made.sections:
        title, code = _title(section), section.code
        start = line + title.count("\n")
        if section.panel:
            spans.append(Span(line, start + code.count("\n"), panel=section.panel))
        spans += [span.moved(start) for span in section.spans]
        blocks.append(title + code)
        line = start + code.count("\n") + 2
    return Listing("\n\n".join(blocks) + "\n", tuple(spans), made.problems)


def _head(project: Project, imports: str) -> str:
    name = cleaned_name(project.graph.name, "model")
    others = [other for other in ("numpy", "pandas") if f"import {other}" in imports]
    others += ["scikit-learn"] if "from sklearn" in imports else []
    others += ["matplotlib (for the curves)"] if "matplotlib" in imports else []
    needs = ", ".join(["keras with tensorflow", *others])
    about = wrap(f"Needs {needs}. Run it: python {name}.py", WIDTH)
    lines = [f'"""{name}: a Keras model drawn in Desktop NN, as a script of its own.', "", *about, '"""']
    notes = comment(project.notes) if project.notes.strip() else []
    return "\n".join([*lines, *(["", *notes] if notes else [])])


def _title(section: Section) -> str:
    """What stands above a section's code."""
    about = "".join(f"\n{line}" for line in comment(section.about)) if section.about else ""
    gap = "\n\n\n" if section.code.startswith(("def ", "class ", "@")) else "\n"
    return f"# --- {section.title} ---{about}{gap}"
