"""Which gradients have died, and the looks into layers sorted by layer."""

from __future__ import annotations

from desktop_nn.training.events import LayersSeen
from desktop_nn.training.gradient_health import health
from desktop_nn.training.internals import LayerSeen
from desktop_nn.training.layer_history import LayerHistory
from desktop_nn.training.metric_log import MetricLog


def layer(name: str, norm: float | None, silent: float = 0.0) -> LayerSeen:
    return LayerSeen(name, gradient_norm=norm, silent=silent)


def test_that_a_gradient_far_below_the_largest_has_died() -> None:
    found = health([layer("a", 2.0), layer("b", 1e-3), layer("c", 1e-4)])
    assert found.dead == {"c": "5e-05 of the largest"}


def test_that_a_gradient_below_what_adam_adds_has_died() -> None:
    assert health([layer("a", 1e-5), layer("b", 5e-8)]).dead == {"b": "below 1e-07"}


def test_that_a_model_that_has_learned_everything_is_not_called_dead() -> None:
    found = health([layer("a", 1e-9), layer("b", 1e-10)])
    assert found.over
    assert not found.dead


def test_that_a_layer_of_silent_units_lets_nothing_through() -> None:
    assert health([layer("a", None, silent=1.0), layer("b", 1.0)]).dead == {"a": "every unit is silent"}


def test_that_looks_are_sorted_by_layer_as_they_come() -> None:
    log = MetricLog()
    history = LayerHistory(log)
    for epoch in range(3):
        log.add(LayersSeen(epoch, (layer("a", 1.0 + epoch), layer("b", None))))
        history.read()
    assert history.norms("a") == [1.0, 2.0, 3.0]
    assert history.norms("b") == history.norms("gone") == []
    assert [epoch for epoch, _ in history.layers["b"]] == [0, 1, 2]
