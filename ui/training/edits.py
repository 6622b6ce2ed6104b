"""Pure edits of what the project says about training: each takes a `Project` and returns a new one. No Qt here."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from desktop_nn.catalogue import Kind
from desktop_nn.project.document import Project
from desktop_nn.training.callback_code import with_only_used
from desktop_nn.training.choices import Configured, OutputChoices, TrainingChoices


def with_training(project: Project, training: TrainingChoices) -> Project:
    """The project with other training choices."""
    return replace(project, training=training)


def set_field(project: Project, name: str, value: int) -> Project:
    """`epochs`, `batch_size` or `seed`."""
    changed: dict[str, Any] = {name: value}
    return with_training(project, replace(project.training, **changed))


def look_inside(project: Project, on: bool) -> Project:
    """Whether a run looks into its layers."""
    return with_training(project, replace(project.training, internals=on))


def set_speed(project: Project, name: str, value: str | bool) -> Project:
    """`precision`, `device` or `xla`."""
    changed: dict[str, Any] = {name: value}
    return with_training(project, replace(project.training, **changed))


def with_parameter(configured: Configured, kind: Kind, name: str, value: Any) -> Configured:
    """One parameter of a Keras object; a value equal to the default is not kept."""
    config = {key: old for key, old in configured.config.items() if key != name}
    parameter = kind.parameter(name)
    if parameter is None or parameter.required or parameter.default != value:
        config[name] = value
    return replace(configured, config=config)


def set_optimizer(project: Project, optimizer: Configured) -> Project:
    """Another optimizer, or other parameters of it."""
    return with_training(project, replace(project.training, optimizer=optimizer))


def judge_output(project: Project, node: str, choices: OutputChoices) -> Project:
    """Other loss, weight or metrics of an output."""
    outputs = {**project.training.outputs, node: choices}
    return with_training(project, replace(project.training, outputs=outputs))


def add_callback(project: Project, callback: Configured) -> Project:
    """A further callback, after the others."""
    return with_training(project, replace(project.training, callbacks=(*project.training.callbacks, callback)))


def change_callback(project: Project, index: int, callback: Configured) -> Project:
    """Another callback in the place of one."""
    callbacks = project.training.callbacks
    changed = (*callbacks[:index], callback, *callbacks[index + 1 :])
    return with_training(project, replace(project.training, callbacks=changed))


def remove_callback(project: Project, index: int) -> Project:
    """Without one callback, and without code that no other needs."""
    callbacks = project.training.callbacks
    left = (*callbacks[:index], *callbacks[index + 1 :])
    code = with_only_used(left, project.training.code)
    return with_training(project, replace(project.training, callbacks=left, code=code))


def swap_callbacks(project: Project, one: int, other: int) -> Project:
    """The order in which they are called counts: two change places."""
    callbacks = list(project.training.callbacks)
    callbacks[one], callbacks[other] = callbacks[other], callbacks[one]
    return with_training(project, replace(project.training, callbacks=tuple(callbacks)))
