"""What the user chose about training, as frozen values of the document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from desktop_nn.catalogue.code_files import CodeFile

Precision: TypeAlias = Literal["float32", "mixed_float16", "mixed_bfloat16"]
"""In what layers compute; their weights are float32 in all three."""
AUTO = "auto"
"""The device that TensorFlow chooses: the first GPU, or the CPU."""


@dataclass(frozen=True, slots=True)
class Configured:
    """A Keras object of the catalogue: its class name and the parameters that differ from the defaults."""

    kind: str
    config: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutputChoices:
    """How one output is judged: `loss` (None until chosen), its weight in the total, and metrics.

    `balanced`: samples of rare classes count more in training, so that all classes count the same together (see
    `engine/sample_weights.py`); for outputs whose target is a category.
    """

    loss: Configured | None = None
    weight: float = 1.0
    metrics: tuple[Configured, ...] = ()
    balanced: bool = False


@dataclass(frozen=True, slots=True)
class TrainingChoices:
    """All choices of a run. `outputs` is keyed by the output's node id; `seed` rules weights, dropout and order.

    `callbacks` are of the catalogue, or `file.py:Class` of a file in `code`; paths of TensorBoard and ModelCheckpoint
    are set by the run folder.
    `internals`: look into the layers at the end of epochs (see `training/internals.py`). `xla`: let XLA compile the
    steps, which is quicker for tiny models and may change the last bits. `device` is `AUTO`, a name such as “CPU” or
    “GPU:0”, or several with commas between, which then share each batch.
    """

    optimizer: Configured = Configured("SGD", {"learning_rate": 0.01})
    outputs: Mapping[str, OutputChoices] = field(default_factory=dict)
    epochs: int = 30
    batch_size: int = 32
    seed: int = 0
    callbacks: tuple[Configured, ...] = (Configured("TensorBoard"),)
    internals: bool = True
    code: tuple[CodeFile, ...] = ()
    precision: Precision = "float32"
    xla: bool = False
    device: str = AUTO

    @property
    def devices(self) -> tuple[str, ...]:
        """Names of the chosen devices, none if TensorFlow chooses."""
        names = tuple(dict.fromkeys(name.strip() for name in self.device.split(",") if name.strip()))
        return () if names == (AUTO,) else names

    def output(self, node_id: str) -> OutputChoices:
        """The choices of an output, empty ones if the user made none yet."""
        return self.outputs.get(node_id, OutputChoices())
