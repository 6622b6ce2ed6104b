"""The zoo's models by how they are compiled: optimizers with their states, schedules, losses, metrics, weights."""

from __future__ import annotations

from typing import Any

from tests.core.engine.model_files.zoo.case import Make, compiled, zoo


def small(k: Any, last: str | None = None, units: int = 2) -> Any:
    """A chain that trains in no time."""
    return k.Sequential([k.Input((5,)), k.layers.Dense(4, activation="relu"), k.layers.Dense(units, activation=last)])


def _optimized(name: str, make: Any, **more: Any) -> None:
    def model(k: Any) -> Any:
        return compiled(small(k), make(k))

    model.__name__ = f"optimizer_{name}"
    zoo("optimizer", **more)(model)


_optimized("sgd", lambda k: k.optimizers.SGD(0.1))
_optimized("momentum", lambda k: k.optimizers.SGD(0.05, momentum=0.9))
_optimized("nesterov", lambda k: k.optimizers.SGD(0.05, momentum=0.9, nesterov=True))
_optimized("adam_amsgrad", lambda k: k.optimizers.Adam(0.01, beta_1=0.8, amsgrad=True))
_optimized("rmsprop_centered", lambda k: k.optimizers.RMSprop(0.01, momentum=0.5, centered=True))
_optimized("nadam", lambda k: k.optimizers.Nadam(0.01))
_optimized("adagrad", lambda k: k.optimizers.Adagrad(0.1, initial_accumulator_value=0.2))
_optimized("adadelta", lambda k: k.optimizers.Adadelta(1.0))
_optimized("adamax", lambda k: k.optimizers.Adamax(0.01))
_optimized("ftrl", lambda k: k.optimizers.Ftrl(0.1, l1_regularization_strength=0.01))
_optimized("adamw", lambda k: k.optimizers.AdamW(0.01, weight_decay=0.02))
_optimized("lion", lambda k: k.optimizers.Lion(0.001))
# Keras cannot save an Adafactor as .h5, and keeps its state in another form since version 3.
_optimized("adafactor", lambda k: k.optimizers.Adafactor(0.01), suffixes=(".keras",), state=False)
_optimized("clipnorm", lambda k: k.optimizers.Adam(0.01, clipnorm=0.5))
_optimized("clipvalue", lambda k: k.optimizers.SGD(0.1, momentum=0.3, clipvalue=0.1))
_optimized("global_clipnorm", lambda k: k.optimizers.RMSprop(0.01, global_clipnorm=0.5))
_optimized("averaged", lambda k: k.optimizers.Adam(0.01, use_ema=True, ema_momentum=0.9))


def _scheduled(name: str, make: Any) -> None:
    _optimized(f"schedule_{name}", lambda k: k.optimizers.SGD(make(k.optimizers.schedules), momentum=0.9))


_scheduled("exponential", lambda s: s.ExponentialDecay(0.1, 3, 0.5))
_scheduled("staircase", lambda s: s.ExponentialDecay(0.1, 2, 0.5, staircase=True, name="mine"))
_scheduled("piecewise", lambda s: s.PiecewiseConstantDecay([1, 3], [0.1, 0.05, 0.01]))
_scheduled("polynomial", lambda s: s.PolynomialDecay(0.1, 10, 0.01, power=2.0))
_scheduled("inverse_time", lambda s: s.InverseTimeDecay(0.1, 3, 0.5))
_scheduled("cosine", lambda s: s.CosineDecay(0.1, 10))
_scheduled("cosine_restarts", lambda s: s.CosineDecayRestarts(0.1, 4))


def _legacy(name: str, make: Any, **more: Any) -> None:
    _optimized(f"legacy_{name}", lambda k: make(k.optimizers.legacy), writers=("keras 2",), suffixes=(".h5",), **more)


_legacy("sgd", lambda o: o.SGD(0.1, momentum=0.9))
_legacy("adam", lambda o: o.Adam(0.01))
_legacy("adam_decay", lambda o: o.Adam(0.01, decay=0.1))
_legacy("sgd_decay", lambda o: o.SGD(0.1, momentum=0.9, decay=0.05))
_legacy("adam_amsgrad", lambda o: o.Adam(0.01, amsgrad=True))
_legacy("rmsprop", lambda o: o.RMSprop(0.01, momentum=0.5, centered=True))
_legacy("nadam", lambda o: o.Nadam(0.01), state=False, lost="Nadam has another schedule")
_legacy("adagrad", lambda o: o.Adagrad(0.1))
_legacy("adadelta", lambda o: o.Adadelta(1.0))
_legacy("adamax", lambda o: o.Adamax(0.01))
_legacy("ftrl", lambda o: o.Ftrl(0.1))
_legacy("clipnorm", lambda o: o.Adam(0.01, clipnorm=0.3))


def _lossy(name: str, make: Any, last: str | None = None, **more: Any) -> None:
    def model(k: Any) -> Any:
        return compiled(small(k, last, 3), k.optimizers.SGD(0.01), make(k))

    model.__name__ = f"loss_{name}"
    zoo("loss", **more)(model)


_lossy("mse", lambda k: "mse")
_lossy("mae", lambda k: "mae")
_lossy("mape", lambda k: "MAPE")
_lossy("msle", lambda k: "msle", "softplus", positive=True)
_lossy("function", lambda k: k.losses.mean_absolute_error)
_lossy("object", lambda k: k.losses.MeanSquaredError())
# Keras 3 does not write the delta of a Huber loss into its files.
_lossy("huber", lambda k: k.losses.Huber(0.7 if k.__name__ != "keras" else 1.0))
_lossy("reduction", lambda k: k.losses.MeanAbsoluteError(reduction="sum"))
_lossy("from_logits", lambda k: k.losses.SparseCategoricalCrossentropy(from_logits=True), targets="classes")
_lossy("smoothing", lambda k: k.losses.CategoricalCrossentropy(label_smoothing=0.1), "softmax", targets="one hot")
_lossy("binary", lambda k: k.losses.BinaryCrossentropy(from_logits=True), targets="shares")
_lossy("kl", lambda k: "kl_divergence", "softmax", targets="one hot")
_lossy("hinge", lambda k: "squared_hinge", targets="shares")
_lossy("cosine", lambda k: k.losses.CosineSimilarity(axis=-1))
_lossy("logcosh", lambda k: k.losses.LogCosh())
_lossy("focal", lambda k: k.losses.BinaryFocalCrossentropy(gamma=3.0), "sigmoid", targets="shares")
_lossy("in_a_list", lambda k: ["mse"])


def _measured(name: str, make: Any, targets: str = "numbers", last: str | None = None, **more: Any) -> None:
    def model(k: Any) -> Any:
        loss = {"classes": "sparse_categorical_crossentropy", "shares": "binary_crossentropy"}.get(targets, "mse")
        return compiled(small(k, last, 3), "adam", loss, **make(k))

    model.__name__ = f"metrics_{name}"
    zoo("metrics", targets=targets, **more)(model)


_measured("short", lambda k: {"metrics": ["mae", "mse", "RootMeanSquaredError"]})
_measured("functions", lambda k: {"metrics": [k.metrics.mean_absolute_error, k.metrics.mean_squared_error]})
_measured("objects", lambda k: {"metrics": [k.metrics.MeanAbsoluteError(name="a"), k.metrics.RootMeanSquaredError()]})
_measured("weighted", lambda k: {"weighted_metrics": ["mae"], "loss_weights": [2.0]})
_measured("eager", lambda k: {"metrics": ["mae"], "run_eagerly": True})
_measured(
    "classes", lambda k: {"metrics": ["accuracy", k.metrics.SparseTopKCategoricalAccuracy(2)]}, "classes", "softmax"
)
_measured(
    "binary",
    lambda k: {"metrics": [k.metrics.Precision(thresholds=0.4), k.metrics.Recall(), k.metrics.AUC(num_thresholds=50)]},
    "shares",
    "sigmoid",
)
_measured("nested", lambda k: {"metrics": [["mae", "mse"]]})


@zoo("metrics")
def metrics_of_two_outputs(k: Any) -> Any:
    start = k.Input((5,), name="start")
    ends = [k.layers.Dense(2, name="one")(start), k.layers.Dense(3, name="two")(start)]
    losses = [k.losses.MeanSquaredError(), "mae"]
    return compiled(k.Model(start, ends), "adam", losses, loss_weights=[1.0, 0.2], metrics=[["mae"], ["mse", "mae"]])


@zoo("training")
def not_compiled(k: Any) -> Any:
    return small(k)


@zoo("training", noise=True)
def compiled_but_not_trained(k: Any) -> Any:
    model = compiled(small(k), k.optimizers.Adam(0.02))
    model.stays_untrained = True
    return model


__all__ = ["Make", "small"]
