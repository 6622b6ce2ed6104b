"""The code that compiles, trains, evaluates and saves the model."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from desktop_nn.catalogue import Kind, load
from desktop_nn.catalogue.own import RATIO, SCHEDULER
from desktop_nn.codegen.callback_code import RATIO_CLASS, rate_function
from desktop_nn.codegen.custom_code import own_code
from desktop_nn.codegen.expressions import Call, Code, Expression, assigned, rendered
from desktop_nn.codegen.keras_objects import keras_object, known
from desktop_nn.codegen.sections import Import, Section
from desktop_nn.graph.edits import cleaned_name
from desktop_nn.graph.model import Graph
from desktop_nn.graph.topology import input_nodes, output_nodes
from desktop_nn.problems import Problem, ProblemError
from desktop_nn.training.callback_code import class_of, found_class, is_custom
from desktop_nn.training.choices import Configured, OutputChoices, TrainingChoices
from desktop_nn.training.monitor_names import metric_name

BALANCED = Import("sklearn.utils.class_weight", "compute_sample_weight")
KERAS, NUMPY, ITERTOOLS = Import("keras"), Import("numpy"), Import("itertools")


def compile_section(graph: Graph, choices: TrainingChoices) -> Section:
    """`model.compile(…)`. Raises ProblemError for an output without a loss."""
    outputs = {graph.name_of(id): choices.output(id) for id in output_nodes(graph)}
    losses = {name: _loss(name, output) for name, output in outputs.items()}
    metrics = {name: [_metric(metric) for metric in output.metrics] for name, output in outputs.items()}
    weights = {name: float(output.weight) for name, output in outputs.items()}
    keywords: dict[str, Expression] = {
        "optimizer": keras_object("optimizers", choices.optimizer.kind, choices.optimizer.config),
        "loss": _alone(losses),
    }
    if any(weight != 1.0 for weight in weights.values()):
        keywords["loss_weights"] = _alone(weights)
    if any(metrics.values()):
        keywords["metrics"] = _alone(metrics)
    if choices.xla:
        keywords["jit_compile"] = True
    return Section(
        "How it learns", _statement(Call("model.compile", [], keywords)), frozenset({KERAS}), panel="training"
    )


def fit_section(
    graph: Graph,
    choices: TrainingChoices,
    *,
    validated: bool,
    one_hot: Collection[str] = (),
    weighted: bool = False,
) -> Section:
    """The order of samples, the callbacks, and `model.fit(…)`. `one_hot` names outputs whose target is coded so.

    `weighted`: there is a `sample_weight` of all samples.
    """
    several = len(input_nodes(graph)) > 1, len(output_nodes(graph)) > 1
    weights = _sample_weights(graph, choices, one_hot, weighted=weighted)
    blocks, imports = [*weights, _batches(*several, weighted=bool(weights))], {NUMPY, ITERTOOLS, KERAS}
    if any(choices.output(id).balanced for id in output_nodes(graph)):
        imports.add(BALANCED)
    keywords: dict[str, Expression] = {"epochs": Code("EPOCHS"), "steps_per_epoch": Code("STEPS")}
    if validated:
        keywords["validation_data"] = Code("(x_validation, y_validation)")
        keywords["validation_batch_size"] = Code("BATCH_SIZE")
    if choices.callbacks:
        written, needed = _written_out(choices)
        blocks += [*written, _callbacks(choices)]
        imports |= needed
        imports |= {Import("time"), Import("pathlib")} if _writes(choices) else set()
        keywords["callbacks"] = Code("callbacks")
    keywords |= {"shuffle": False, "verbose": 2}
    blocks.append(assigned("history", Call("model.fit", [Code("batches()")], keywords)))
    about = "Every epoch takes all samples once, in an order of its own that hangs on the seed only."
    return Section("Training", "\n\n".join(blocks), frozenset(imports), about, "training")


def end_section(graph: Graph, *, tested: bool) -> Section:
    """Figures of the test part, and the model in a file."""
    lines = []
    if tested:
        keywords: dict[str, Expression] = {"batch_size": Code("BATCH_SIZE"), "verbose": 0, "return_dict": True}
        lines.append(assigned("figures", Call("model.evaluate", [Code("x_test"), Code("y_test")], keywords)))
        lines.append('print("test:", figures)')
    lines.append(_statement(Call("model.save", [f"{cleaned_name(graph.name, 'model')}.keras"])))
    return Section("Test and save" if tested else "Save", "\n".join(lines), frozenset({KERAS}))


def _sample_weights(graph: Graph, choices: TrainingChoices, one_hot: Collection[str], *, weighted: bool) -> list[str]:
    """How much each training sample counts, if not all the same; as `engine/sample_weights.py` has it."""
    outputs = {graph.name_of(id): choices.output(id).balanced for id in output_nodes(graph)}
    if not any(outputs.values()):
        return [assigned("weights", _alone(dict.fromkeys(outputs, Code("sample_weight[train]"))))] if weighted else []
    made: dict[str, Expression] = {}
    for name, balanced in outputs.items():
        target = f"y_train[{rendered(name)}]" if len(outputs) > 1 else "y_train"
        coded = f"{target}.argmax(axis=1)" if name in one_hot else target
        even = Call("np.ones", [Code("len(train)"), "float32"])
        counted = Call("compute_sample_weight", ["balanced", Code(coded)])
        made[name] = Call("np.asarray", [counted], {"dtype": "float32"}) if balanced else even
    code = f"# The samples of a rare class count more.\n{assigned('weights', _alone(made))}"
    if weighted and len(made) > 1:
        code += "\nweights = {name: sample_weight[train] * values for name, values in weights.items()}"
    elif weighted:
        code += "\nweights = sample_weight[train] * weights"
    return [code]


def _batches(several_inputs: bool, several_targets: bool, *, weighted: bool) -> str:
    x = "{name: values[chosen] for name, values in x_train.items()}" if several_inputs else "x_train[chosen]"
    y = "{name: values[chosen] for name, values in y_train.items()}" if several_targets else "y_train[chosen]"
    w = "{name: values[chosen] for name, values in weights.items()}" if several_targets else "weights[chosen]"
    given = f"yield {x}, {y}{f', {w}' if weighted else ''}"
    if several_inputs or several_targets:
        also = (f"w = {w}\n            ", ", w") if weighted else ("", "")
        given = f"x = {x}\n            y = {y}\n            {also[0]}yield x, y{also[1]}"
    return f'''\
STEPS = -(-len(train) // BATCH_SIZE)


def batches():
    """All samples in batches, each epoch in another order (Keras would repeat one)."""
    for epoch in itertools.count():
        order = np.random.default_rng([SEED, epoch]).permutation(len(train))
        for start in range(0, len(order), BATCH_SIZE):
            chosen = order[start : start + BATCH_SIZE]
            {given}
'''


def _callbacks(choices: TrainingChoices) -> str:
    made = [_callback(choices, number) for number in range(len(choices.callbacks))]
    head = 'RUN = pathlib.Path("runs", time.strftime("run_%Y_%m_%d_%H_%M_%S"))\nRUN.mkdir(parents=True)\n'
    return (head if _writes(choices) else "") + assigned("callbacks", made)


def _written_out(choices: TrainingChoices) -> tuple[list[str], set[Import]]:
    """Classes and functions that the callbacks need, and what these import."""
    blocks, imports = own_code(choices), set[Import]()
    if any(choice.kind == RATIO for choice in choices.callbacks):
        blocks.append(RATIO_CLASS)
    for number, choice in enumerate(choices.callbacks):
        if choice.kind == SCHEDULER:
            code, uses_math = rate_function(_rate_name(choices, number), choice.config)
            blocks.append(code)
            imports |= {Import("math")} if uses_math else set()
    return [f"{block}\n" for block in blocks], imports


def _known(kind: Kind, config: Mapping[str, Any]) -> Mapping[str, Any]:
    """Only names that the kind has: whatever else a project holds must not become code."""
    return {name: value for name, value in config.items() if kind.parameter(name) is not None}


def _rate_name(choices: TrainingChoices, number: int) -> str:
    """A second schedule's function needs a name of its own."""
    before = sum(choice.kind == SCHEDULER for choice in choices.callbacks[:number])
    return f"learning_rate_{before + 1}" if before else "learning_rate"


def _writes(choices: TrainingChoices) -> bool:
    catalogue = (choice for choice in choices.callbacks if choice.kind != RATIO and not is_custom(choice.kind))
    return any(known("callbacks", choice.kind).name in _PATHS for choice in catalogue)


def _callback(choices: TrainingChoices, number: int) -> Call:
    """Whatever a callback writes goes into the run's folder, as in the app."""
    choice = choices.callbacks[number]
    if is_custom(choice.kind):
        return Call(class_of(choice.kind), [], _known(found_class(choices, choice.kind).kind, choice.config))
    if choice.kind == RATIO:
        return Call(RATIO, [], _known(known("callbacks", RATIO), choice.config))
    if choice.kind == SCHEDULER:
        return Call("keras.callbacks.LearningRateScheduler", [Code(_rate_name(choices, number))])
    name = known("callbacks", choice.kind).name
    ours: dict[str, Expression] = {}
    if name in _PATHS:
        argument, path = _PATHS[name]
        best = choice.config.get("save_best_only") if name == "ModelCheckpoint" else True
        suffix = ".weights.h5" if choice.config.get("save_weights_only") else ".keras"
        text = path if name != "ModelCheckpoint" else ("best" if best else "epoch_{epoch:03d}") + suffix
        ours[argument] = Code(f'str(RUN / "{text}")' if text else "str(RUN)")
    made = keras_object("callbacks", name, {key: value for key, value in choice.config.items() if key not in ours})
    return Call(made.function, made.arguments, {**ours, **made.keywords})


_PATHS = {
    "BackupAndRestore": ("backup_dir", "backup"),
    "CSVLogger": ("filename", "log.csv"),
    "ModelCheckpoint": ("filepath", "best.keras"),
    "TensorBoard": ("log_dir", ""),
}


def _loss(output: str, choices: OutputChoices) -> Expression:
    if choices.loss is None:
        what = f"The output {output} has no loss."
        raise ProblemError(Problem(what, output, "Choose its loss in the training panel."))
    return keras_object("losses", choices.loss.kind, choices.loss.config)


def _metric(choice: Configured) -> Expression:
    """A name stays a name where Keras shall choose by the loss; a class bears the name that its figures get."""
    kind = load().find("metrics", choice.kind)
    if kind is None or not kind.path or choice.kind[:1].islower():
        return choice.kind
    named = metric_name(choice)
    default = kind.parameter("name")
    same = default is not None and default.default == named
    return keras_object("metrics", kind.name, choice.config, **({} if same else {"name": named}))


def _statement(call: Call) -> str:
    return assigned("x", call)[4:]


def _alone(values: Mapping[str, Expression]) -> Expression:
    return next(iter(values.values())) if len(values) == 1 else values
