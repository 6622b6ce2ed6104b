"""The callbacks that are the app's own, as Keras takes them: the val/train ratio, and a schedule by its shape."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from desktop_nn.catalogue.own import RATIO, SCHEDULER
from desktop_nn.engine.loading import load_keras
from desktop_nn.training.choices import Configured
from desktop_nn.training.events import Noticed
from desktop_nn.training.rate_shapes import shape

Tell = Callable[[Noticed], None]
OWN = frozenset({RATIO, SCHEDULER})


def own_callback(choice: Configured, epochs: int, tell: Tell) -> Any:
    """The callback of one of the `OWN` kinds. Raises ProblemError for parameters that make no schedule."""
    if choice.kind == SCHEDULER:
        rate = shape(choice.config, epochs)
        return load_keras().callbacks.LearningRateScheduler(lambda epoch, _before: float(rate(epoch)))
    return _ratio(choice.config, tell)


def _ratio(config: Mapping[str, Any], tell: Tell) -> Any:
    callback = load_keras().callbacks.Callback

    class ValTrainRatio(callback):  # type: ignore[misc, valid-type]
        """Tells once when validation loss has stayed above `threshold` times training loss for `patience` epochs."""

        def __init__(self, threshold: float = 1.1, patience: int = 1, stop: bool = False) -> None:
            super().__init__()
            self.threshold, self.patience, self.stop = threshold, patience, stop
            self.above, self.told, self.ended_because = 0, False, ""

        def on_epoch_end(self, epoch: int, logs: Mapping[str, float] | None = None) -> None:
            loss, held = (float((logs or {}).get(name, math.nan)) for name in ("loss", "val_loss"))
            if not loss or math.isnan(loss) or math.isnan(held):
                return
            self.above = self.above + 1 if held / loss > self.threshold else 0
            if self.above >= self.patience and not self.told:
                self._say(epoch, held / loss)

        def _say(self, epoch: int, ratio: float) -> None:
            self.told = True
            since = f"since epoch {epoch - self.above + 2}"
            text = f"Overfitting begins: validation loss is {ratio:.3g} times training loss {since}."
            if self.stop:
                self.model.stop_training = True
                self.ended_because = text
            tell(Noticed(epoch, text))

        def state(self) -> dict[str, Any]:
            return {"above": self.above, "told": self.told}

        def restore(self, state: Mapping[str, Any]) -> None:
            self.above, self.told = state["above"], state["told"]

    return ValTrainRatio(**config)
