"""The project as one Keras script that needs nothing of ours."""

from __future__ import annotations

from textwrap import wrap

from desktop_nn.codegen.expressions import WIDTH
from desktop_nn.codegen.program import sections, settings
from desktop_nn.codegen.sections import Section, import_lines
from desktop_nn.data.columns import Description
from desktop_nn.graph.edits import cleaned_name
from desktop_nn.project.document import Project


def script(project: Project, description: Description) -> str:
    """The source text. With the same seed it comes to the same numbers as the app.

    Raises ProblemError for a project that is not complete.
    """
    parts = sections(project, description)
    name = cleaned_name(project.graph.name, "model")
    head = (
        f'"""{name}: a Keras model drawn in Desktop NN, as a script of its own.\n\n'
        "Needs keras with tensorflow, numpy and scikit-learn"
        f'{" and pandas" if "import pandas" in import_lines(parts) else ""}. Run it: python {name}.py\n"""'
    )
    blocks = [head, import_lines(parts), settings(project), *map(_block, parts)]
    return "\n\n".join(blocks) + "\n"


def _block(section: Section) -> str:
    about = "".join(f"\n# {line}" for line in wrap(section.about, WIDTH - 2))
    gap = "\n\n\n" if section.code.startswith("def ") else "\n"
    return f"# --- {section.title} ---{about}{gap}{section.code}"
