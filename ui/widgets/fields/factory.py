"""Picks the field type for a parameter."""

from __future__ import annotations

from dataclasses import replace

from desktop_nn.catalogue import Parameter
from desktop_nn.catalogue.values import DTYPE_POLICIES, DTYPES, GROUP_OF
from ui.widgets.fields.bool_field import BoolField, OptionalBoolField
from ui.widgets.fields.choice_field import ChoiceField
from ui.widgets.fields.field import Field
from ui.widgets.fields.line_field import LineField
from ui.widgets.fields.object_field import ObjectField
from ui.widgets.fields.schedule_field import ScheduleField


def make_field(parameter: Parameter) -> Field:
    """A field that can edit the parameter, showing its default."""
    match parameter.kind:
        case "bool":
            return OptionalBoolField(parameter) if parameter.optional else BoolField(parameter)
        case "choice":
            return ChoiceField(parameter)
        case "dtype":
            return ChoiceField(replace(parameter, optional=True), parameter.choices or (*DTYPES, *DTYPE_POLICIES))
        case "schedule":
            return ScheduleField(parameter)
        case kind if kind in GROUP_OF:
            return ObjectField(parameter)
        case _:
            return LineField(parameter)
