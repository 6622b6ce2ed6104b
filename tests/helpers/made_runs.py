"""Logs of runs that never were: curves with a shape that is known, for tests and pictures of the charts."""

from __future__ import annotations

from math import cos, exp, pi, sin
from pathlib import Path

from desktop_nn.training.events import BatchProgress, EpochEnded, LayersSeen, RunEnded, RunStarted, Steered
from desktop_nn.training.internals import BINS, Histogram, LayerSeen
from desktop_nn.training.metric_log import MetricLog


def made_log(
    done: int = 20,
    *,
    epochs: int = 30,
    steps: int = 40,
    speed: float = 0.2,
    worse_after: int = 12,
    layers: tuple[str, ...] = (),
    outputs: tuple[str, ...] = (),
    ended: bool = False,
) -> MetricLog:
    """Training loss falls all the time; validation turns after `worse_after` epochs. The last layers' gradient dies."""
    log = MetricLog()
    log.add(RunStarted(Path("run"), epochs, steps, 1000))
    for epoch in range(done):
        for step in range(4, steps + 1, 4):
            at = epoch + step / steps
            noise = 0.06 * sin(17 * at) * exp(-0.05 * at)
            log.add(BatchProgress(epoch, step, 0.01 * step, {"loss": _loss(at, speed) + noise, "accuracy": 0.5}))
        rate = 0.01 if epoch < 8 else 0.003
        if epoch == 8:
            log.add(Steered(epoch, 0, "learning_rate", rate))
        memory = 400_000_000 + 2_000_000 * epoch
        seconds = 0.5 + 0.05 * cos(epoch)
        log.add(EpochEnded(epoch, seconds, logs_of(epoch, speed, worse_after, outputs), rate, memory))
        if layers:
            log.add(LayersSeen(epoch, tuple(seen(name, epoch, n) for n, name in enumerate(layers))))
    if ended:
        log.add(RunEnded("finished", done, 0.5 * done))
    return log


def logs_of(epoch: int, speed: float, worse_after: int, outputs: tuple[str, ...] = ()) -> dict[str, float]:
    """One epoch's figures by Keras's names."""
    loss = _loss(epoch + 0.5, speed)
    held = _loss(min(epoch + 1, worse_after), speed) + 0.05 + 0.02 * max(0, epoch + 1 - worse_after)
    figures = {"loss": loss, "accuracy": 1 - loss / 2.6, "val_loss": held, "val_accuracy": 1 - held / 2.6}
    for number, name in enumerate(outputs, 1):
        figures |= {f"{name}_loss": loss / number, f"val_{name}_loss": held / number}
        figures |= {f"{name}_mae": loss / number / 2, f"val_{name}_mae": held / number / 2}
    return figures


def seen(layer: str, epoch: int, number: int) -> LayerSeen:
    """A look into a layer; the gradient shrinks from layer to layer and from epoch to epoch."""
    spread = 0.05 + 0.01 * epoch / (number + 1)
    return LayerSeen(
        layer,
        weight_norm=5.0 + 0.1 * epoch + number,
        gradient_norm=10.0 ** (-1.5 * number) * exp(-0.05 * epoch) * (1.2 + sin(2 * epoch)),
        weights=bell(spread),
        gradients=bell(spread * 10.0**-number),
        activation_mean=0.4 * sin(pi * epoch / 20),
        activation_std=0.3 + 0.02 * number,
        activations=bell(0.5),
        silent=min(1.0, 0.05 * number + 0.01 * epoch),
    )


def bell(spread: float) -> Histogram:
    """A histogram like a bell around 0."""
    middle = (BINS - 1) / 2
    counts = tuple(round(1000 * exp(-(((index - middle) / (BINS / 6)) ** 2) / 2)) for index in range(BINS))
    return Histogram(-3 * spread, 3 * spread, counts)


def _loss(at: float, speed: float) -> float:
    return 2.3 * exp(-speed * at) + 0.08
