"""The project as one Keras script that needs nothing of ours, and which of its lines are of what."""

from __future__ import annotations

from textwrap import wrap

from desktop_nn.codegen.drawing_code import comment
from desktop_nn.codegen.expressions import WIDTH
from desktop_nn.codegen.listing import Listing
from desktop_nn.codegen.program import Draft, draft, sections, settings
from desktop_nn.codegen.sections import Section, Span, import_lines
from desktop_nn.codegen.styles import Style
from desktop_nn.data.columns import Description
from desktop_nn.graph.edits import cleaned_name
from desktop_nn.project.document import Project


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
