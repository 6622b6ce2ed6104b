"""Callbacks that Keras does not have as such, written out in plain Keras: the ratio's class, a schedule's function."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop_nn.training.rate_shapes import fault, settings

RATIO_CLASS = '''\
class ValTrainRatio(keras.callbacks.Callback):
    """Says when validation loss stays above `threshold` times training loss."""

    def __init__(self, threshold=1.1, patience=1, stop=False):
        super().__init__()
        self.threshold, self.patience, self.stop = threshold, patience, stop
        self.above, self.told = 0, False

    def on_epoch_end(self, epoch, logs=None):
        if not logs or not logs.get("loss") or "val_loss" not in logs:
            return
        ratio = logs["val_loss"] / logs["loss"]
        self.above = self.above + 1 if ratio > self.threshold else 0
        if self.above >= self.patience and not self.told:
            self.told = True
            since = epoch - self.above + 2
            words = f"{ratio:.3g} times training loss since epoch {since}"
            print(f"Overfitting begins: validation loss is {words}.")
            self.model.stop_training = self.model.stop_training or self.stop'''


def rate_function(name: str, config: Mapping[str, Any]) -> tuple[str, bool]:
    """A schedule as a function of the epoch, and whether it needs `math`. Raises nothing for what `fault` refuses:
    the comment says so then."""
    problem = fault(config)
    given = settings(config)
    if problem is not None:
        return f"def {name}(epoch, rate):\n    return rate  # {problem.what}", False
    epochs = str(given["epochs"]) if given.get("epochs") else "EPOCHS"
    lines = _LINES[given["shape"]](given, epochs)
    body = "\n".join(f"    {line}" for line in lines)
    doc = f'    """The learning rate of an epoch: {given["shape"]}."""'
    return f"def {name}(epoch, rate):\n{doc}\n{body}", any("math." in line for line in lines)


def _exponential(given: Mapping[str, Any], _epochs: str) -> list[str]:
    return [f"return {given['rate']} * {given['factor']} ** (epoch / {given['every']})"]


def _power(given: Mapping[str, Any], _epochs: str) -> list[str]:
    return [f"return {given['rate']} / (1 + epoch / {given['every']}) ** {given['power']}"]


def _piecewise(given: Mapping[str, Any], _epochs: str) -> list[str]:
    boundaries, values = list(given["boundaries"]), [float(value) for value in given["values"]]
    return [f"return {values}[sum(epoch >= boundary for boundary in {boundaries})]"]


def _one_cycle(given: Mapping[str, Any], epochs: str) -> list[str]:
    return [
        f"top, start = {given['rate']}, {given['rate']} / 10",
        f"last = {epochs} // 10 + 1",
        f"half = max(1, ({epochs} - last) // 2)",
        "if epoch < half:",
        "    return start + (top - start) * epoch / half",
        "if epoch < 2 * half:",
        "    return top - (top - start) * (epoch - half) / half",
        "return start + (start / 1000.0 - start) * min(1.0, (epoch - 2 * half) / last)",
    ]


def _cosine(given: Mapping[str, Any], epochs: str) -> list[str]:
    top, end, warm = given["rate"], given["end"], given["warm_up"]
    warming = [f"if epoch < {warm}:", f"    return {top} * (epoch + 1) / ({warm} + 1)"] if warm else []
    done = f"(epoch - {warm}) / max(1, {epochs} - {warm})" if warm else f"epoch / {epochs}"
    wave = "0.5 * (1 + math.cos(math.pi * done))"
    part = f"{end} + (1 - {end}) * {wave}" if end else wave
    return [*warming, f"done = min(1.0, {done})", f"return {top} * ({part})"]


def _warm_up(given: Mapping[str, Any], _epochs: str) -> list[str]:
    return [f"return {given['rate']} * min(1.0, (epoch + 1) / ({given['warm_up']} + 1))"]


_LINES = {
    "exponential": _exponential,
    "power": _power,
    "piecewise constant": _piecewise,
    "1cycle": _one_cycle,
    "cosine": _cosine,
    "warm-up": _warm_up,
}
