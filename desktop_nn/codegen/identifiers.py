"""Python names for layers: readable, unique, and in nobody's way."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Collection, Iterable, Mapping

TAKEN = frozenset(
    {
        "BATCH_SIZE",
        "EPOCHS",
        "RUN",
        "SEED",
        "STEPS",
        "batches",
        "callbacks",
        "columns",
        "axes",
        "axis",
        "data",
        "encoder",
        "epochs",
        "figure",
        "figures",
        "frame",
        "generator",
        "history",
        "images",
        "imputer",
        "inputs",
        "itertools",
        "keras",
        "key",
        "labels",
        "layers",
        "learning_rate",
        "locked",
        "math",
        "model",
        "name",
        "names",
        "np",
        "number",
        "numbers",
        "pathlib",
        "pd",
        "plt",
        "points",
        "rest",
        "samples",
        "scaler",
        "self",
        "size",
        "stack",
        "strategy",
        "suffix",
        "table",
        "take",
        "targets",
        "tensorflow",
        "test",
        "time",
        "train",
        "trainable",
        "training",
        "validation",
        "values",
        "weights",
        "x_test",
        "x_train",
        "x_validation",
        "y_test",
        "y_train",
        "y_validation",
    }
)
"""Names that the generated program uses itself."""


MODEL_ATTRIBUTES = frozenset(
    """
    activity_regularizer add_loss add_metric add_variable add_weight autocast build build_from_config built call
    call_signature_parameters compile compile_from_config compiled compiled_loss compiled_metrics compute_dtype
    compute_loss compute_mask compute_metrics compute_output_shape compute_output_spec count_params
    distribute_reduction_method distribute_strategy dtype dtype_policy evaluate export fit from_config
    get_build_config get_compile_config get_config get_layer get_metrics_result get_quantization_layer_structure
    get_state_tree get_weights history input input_dtype input_spec inputs jit_compile layers load_own_variables
    load_weights loss losses make_predict_function make_test_function make_train_function metrics metrics_names
    metrics_variables name non_trainable_variables non_trainable_weights optimizer output outputs path predict
    predict_function predict_on_batch predict_step quantization_mode quantize quantized_build quantized_call
    rematerialized_call reset_metrics run_eagerly save save_own_variables save_weights set_state_tree set_weights
    stateless_call stateless_compute_loss steps_per_execution stop_evaluating stop_training summary supports_jit
    supports_masking symbolic_call test_function test_on_batch test_step to_json train_function train_on_batch
    train_step trainable trainable_variables trainable_weights unrolled_steps_per_execution variable_dtype variables
    weights
    """.split()  # noqa: SIM905 (a hundred lines otherwise)
)
"""What a `keras.Model` has already: a layer that is kept under such a name would take its place."""


def identifier(wish: str, taken: Collection[str] = ()) -> str:
    """`wish` as a variable's name that is not in `taken`."""
    name = re.sub(r"\W+", "_", wish.strip(), flags=re.ASCII).strip("_").lower() or "x"
    name = f"_{name}" if name[0].isdigit() else name
    while keyword.iskeyword(name) or hasattr(builtins, name) or name in TAKEN or name in taken:
        name = _next(name)
    return name


def identifiers(wishes: Iterable[tuple[str, str]], taken: Collection[str] = ()) -> Mapping[str, str]:
    """Unique variable names that are not in `taken`: (id, wish) pairs become id -> name."""
    used = set(taken)
    names: dict[str, str] = {}
    for id, wish in wishes:
        names[id] = identifier(wish, used)
        used.add(names[id])
    return names


def attributes(wishes: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Unique names under which a model keeps its layers: (id, wish) pairs become id -> name."""
    used = set(MODEL_ATTRIBUTES)
    names: dict[str, str] = {}
    for id, wish in wishes:
        name = re.sub(r"\W+", "_", wish.strip(), flags=re.ASCII).strip("_").lower() or "layer"
        name = f"layer_{name}" if name[0].isdigit() or keyword.iskeyword(name) or name in MODEL_ATTRIBUTES else name
        while name in used:
            name = _next(name)
        names[id] = name
        used.add(name)
    return names


def class_name(wish: str) -> str:
    """`wish` as the name of a class: `wide_and deep` -> `WideAndDeep`."""
    words = [word for word in re.split(r"[\W_]+", wish, flags=re.ASCII) if word]
    name = "".join(word[0].upper() + word[1:] for word in words) or "Model"
    return f"Model{name}" if name[0].isdigit() or keyword.iskeyword(name) or hasattr(builtins, name) else name


def unique(wishes: Iterable[tuple[str, str]], taken: Collection[str] = ()) -> Mapping[str, str]:
    """Names that are sound already, made different from each other and from those in `taken`: id -> name."""
    used = set(taken)
    names: dict[str, str] = {}
    for id, wish in wishes:
        name = wish
        while name in used:
            name = _next(name)
        names[id] = name
        used.add(name)
    return names


def _next(name: str) -> str:
    found = re.fullmatch(r"(.*)_(\d+)", name)
    return f"{found[1]}_{int(found[2]) + 1}" if found else f"{name}_1"
