"""The page of keras.io that tells of a kind; its section's page where the kind has none of its own."""

from __future__ import annotations

import inspect
from collections.abc import Mapping

from desktop_nn.engine.catalogue_generator.categories import category_of
from desktop_nn.engine.catalogue_generator.symbols import Symbol, snake_case

_ROOT = "https://keras.io/api/"
_ONE_PAGE: Mapping[str, str] = {
    "activations": "layers/activations/",
    "constraints": "layers/constraints/",
    "initializers": "layers/initializers/",
    "regularizers": "layers/regularizers/",
}
"""Groups that stand on one page, each kind under an anchor."""

_LAYER_SECTIONS: Mapping[str, str] = {"other": "backend_specific", "wrappers": "recurrent"}
_METRIC_SECTIONS: Mapping[str, str] = {
    "confusion": "classification",
    "f_score": "classification",
    "iou": "segmentation",
}
_LOSS_SECTIONS = frozenset({"hinge", "probabilistic", "regression"})
_METRIC_PAGES = frozenset(
    {"accuracy", "classification", "hinge", "probabilistic", "reduction", "regression", "segmentation"}
)
_WITHOUT_PAGE: Mapping[str, tuple[str, ...]] = {
    "layers": (
        *("AdaptiveAveragePooling1D", "AdaptiveAveragePooling2D", "AdaptiveAveragePooling3D", "AdaptiveMaxPooling1D"),
        *("AdaptiveMaxPooling2D", "AdaptiveMaxPooling3D", "Layer", "RMSNormalization", "ReversibleEmbedding"),
        *("SpectralNormalization", "StackedRNNCells", "Wrapper"),
    ),
    "optimizers": ("MultiOptimizer", "Optimizer", "OptimizerMap", "ScheduleFreeAdamW"),
    "schedules": ("LearningRateSchedule",),
    "callbacks": ("Callback", "CallbackList", "History"),
}
_OWN_NAMES: Mapping[str, str] = {
    "InputLayer": "input",
    "LeakyReLU": "leaky_relu",
    "LossScaleOptimizer": "loss_scale_optimizer",
    "PReLU": "prelu",
    "ReLU": "relu",
    "ReduceLROnPlateau": "reduce_lr_on_plateau",
    "TensorBoard": "tensorboard",
    "TerminateOnNaN": "terminate_on_nan",
}


def url_of(symbol: Symbol) -> str:
    """The address of the page, with an anchor where several kinds share it."""
    anchor = f"#{symbol.name.lower()}-{'class' if inspect.isclass(symbol.target) else 'function'}"
    if symbol.group in _ONE_PAGE:
        return _ROOT + _ONE_PAGE[symbol.group] + anchor
    if symbol.group in ("losses", "metrics"):
        section = _judging_section(symbol)
        return f"{_ROOT}{symbol.group}/{section}{anchor}" if section else f"{_ROOT}{symbol.group}/"
    return _ROOT + _section(symbol) + _page(symbol)


def _judging_section(symbol: Symbol) -> str:
    category = category_of(symbol)
    if symbol.group == "losses":
        return f"{category}_losses/" if category in _LOSS_SECTIONS else ""
    category = _METRIC_SECTIONS.get(category, category)
    return f"{category}_metrics/" if category in _METRIC_PAGES else ""


def _section(symbol: Symbol) -> str:
    if symbol.group == "layers":
        category = "core" if symbol.name == "Activation" else category_of(symbol)
        return f"layers/{_LAYER_SECTIONS.get(category, category)}_layers/"
    return "optimizers/learning_rate_schedules/" if symbol.group == "schedules" else f"{symbol.group}/"


def _page(symbol: Symbol) -> str:
    if symbol.name in _WITHOUT_PAGE[symbol.group] or (
        symbol.group == "layers" and category_of(symbol) == "preprocessing"
    ):
        return ""
    if symbol.name in _OWN_NAMES:
        return _OWN_NAMES[symbol.name] + "/"
    if symbol.group == "optimizers":
        return symbol.name.lower() + "/"
    whole_words = symbol.name.replace("Conv", "Convolution") if "ConvLSTM" not in symbol.name else symbol.name
    return snake_case(whole_words) + "/"
