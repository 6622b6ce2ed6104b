"""The project as a Jupyter notebook: the script's sections as cells (nbformat 4.5)."""

from __future__ import annotations

import json
from typing import Any

from desktop_nn.codegen.program import sections, settings
from desktop_nn.codegen.sections import import_lines
from desktop_nn.codegen.styles import Style
from desktop_nn.data.columns import Description
from desktop_nn.project.document import Project


def notebook(project: Project, description: Description | None, style: Style = "auto") -> str:
    """The .ipynb file's text; what it raises and does without data is as in `script.script`."""
    parts = sections(project, description, style)
    titled = project.notes.startswith("#")
    title = project.notes if titled else f"# {project.graph.name}\n\n{project.notes}"
    cells = [_markdown(title), _code(f"{import_lines(parts)}\n\n{settings(project)}")]
    for section in parts:
        cells.append(_markdown(f"## {section.title}\n\n{section.about}".rstrip()))
        cells.append(_code(section.code))
    data = {
        "cells": [{**cell, "id": f"cell-{number}"} for number, cell in enumerate(cells, 1)],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
    return text.encode("utf-8", "replace").decode("utf-8")  # halves of characters, which no file can hold


def _markdown(text: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": text.strip().splitlines(keepends=True)}


def _code(text: str) -> dict[str, Any]:
    source = text.strip().splitlines(keepends=True)
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
