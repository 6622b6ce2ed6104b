"""The code that chooses devices and precision, and puts what makes the model on several devices."""

from __future__ import annotations

from dataclasses import replace
from textwrap import indent

from desktop_nn.codegen.expressions import Call, Code, assigned, rendered
from desktop_nn.codegen.sections import Import, Section
from desktop_nn.training.choices import TrainingChoices

_CONFIG = "tensorflow.config"


def device_section(choices: TrainingChoices) -> Section | None:
    """What must be settled before anything else; None if all is as usual."""
    lines, imports = [], set()
    if choices.devices:
        lines.append(_devices(choices.devices))
        imports.add(Import("tensorflow"))
    if choices.precision != "float32":
        lines.append(f'keras.config.set_dtype_policy("{choices.precision}")')
        imports.add(Import("keras"))
    if not lines:
        return None
    return Section("Where and how exactly it computes", "\n".join(lines), frozenset(imports), panel="training")


def on_devices(section: Section, choices: TrainingChoices) -> Section:
    """A section that makes or compiles the model, so that several devices get a copy each."""
    if len(choices.devices) < 2:
        return section
    code = f"with strategy.scope():\n{indent(section.code, '    ')}"
    return replace(section, code=code, spans=tuple(span.moved(1) for span in section.spans))


def _devices(names: tuple[str, ...]) -> str:
    if len(names) > 1:
        return assigned("strategy", Call("tensorflow.distribute.MirroredStrategy", [list(map(_full, names))]))
    kind, _, number = _full(names[0]).partition(":")
    if kind == "CPU":
        return f'{_CONFIG}.set_visible_devices([], "GPU")'
    device = Code(f'{_CONFIG}.list_physical_devices("{kind}")[{int(number)}]')
    return rendered(Call(f"{_CONFIG}.set_visible_devices", [device, kind]))


def _full(name: str) -> str:
    return name if ":" in name else f"{name}:0"
