"""The section that divides the samples into training, validation and test."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox

from desktop_nn.data.checks import stratified_by
from desktop_nn.data.choices import Split
from desktop_nn.data.split import sizes
from desktop_nn.problems import ProblemError
from ui.data import edits
from ui.data.part_fields import PartFields
from ui.data.split_bar import SplitBar
from ui.session import Session
from ui.widgets.field_rows import FieldRows
from ui.widgets.note import Note
from ui.widgets.number_field import NumberField
from ui.widgets.section import Section
from ui.widgets.tips import plain

_SEED_TIP = "The same seed always draws the same samples."


class SplitSection(Section):
    """Every change shows at once in the bar, which asks the core for the counts."""

    def __init__(self, session: Session) -> None:
        super().__init__("Split", "data_split")
        self._session = session
        self.bar = SplitBar()
        self.note = Note("split_note")
        self.test = PartFields("test", may_be_given=True)
        self.validation = PartFields("validation")
        self.seed = NumberField("split_seed", whole=True, minimum=0, maximum=2**32 - 1)
        self.stratify = QCheckBox("Keep classes in proportion")
        self.stratify.setObjectName("split_stratify")
        rows = FieldRows()
        rows.add("Test", self.test, "Held out of everything, for the last judgement.")
        rows.add("Validation", self.validation, "Held out of the rest; measured after every epoch.")
        rows.add("Seed", self.seed, _SEED_TIP)
        for widget in (self.bar, self.note, rows, self.stratify):
            self.add(widget)
        self.test.edited.connect(lambda part: self._edit("test part", "test", replace(self._split, test=part)))
        self.validation.edited.connect(
            lambda part: self._edit("validation part", "validation", replace(self._split, validation=part))
        )
        self.seed.changed.connect(
            lambda seed: self._edit("seed of the split", "seed", replace(self._split, seed=int(seed)))
        )
        self.stratify.clicked.connect(lambda on: self._edit("split", "", replace(self._split, stratify=on)))
        for field in (self.test, self.validation, self.seed):
            field.finished.connect(session.end_gesture)

    @property
    def _split(self) -> Split:
        return self._session.project.data.split

    def refresh(self) -> None:
        """Show the document's split and what it comes to."""
        description, split = self._session.description, self._split
        given = description.given_test if description else 0
        samples = description.samples if description else 0
        self.test.show_part(split.test, samples, given)
        self.seed.set_value(split.seed)
        self.stratify.setChecked(split.stratify)
        self._refresh_stratify()
        try:
            counts = sizes(split, description.samples, given) if description else None
            self.note.say_problem(None)
        except ProblemError as error:
            counts = None
            self.note.say_problem(error.problem)
        rest = samples - counts[2] if counts else samples
        self.validation.show_part(split.validation, rest, 0)
        self.bar.set_counts(counts)
        self.set_summary(" / ".join(f"{count:,}" for count in counts) if counts else "")

    def _refresh_stratify(self) -> None:
        data, description = self._session.project.data, self._session.description
        column = stratified_by(data.bindings, description) if description else None
        self.stratify.setEnabled(column is not None or data.split.stratify)
        classes = f"the classes of “{column.name}”" if column else "classes"
        tip = f"Each part gets {classes} in the same proportion (stratified)."
        self.stratify.setToolTip(plain(tip if column else f"{tip} Needs a category as target."))

    def _edit(self, what: str, merge: str, split: Split) -> None:
        key = f"data.split.{merge}" if merge else ""
        self._session.edit(f"Change the {what}", lambda project: edits.set_split(project, split), merge=key)
