"""The code that splits the samples, preprocesses the columns, and gives each input and output its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop_nn.codegen.expressions import Call, Code, Expression, assigned, rendered
from desktop_nn.codegen.sections import Import, Section
from desktop_nn.data.binding_shapes import one_hot_target
from desktop_nn.data.choices import DataChoices, Part, Split, Step
from desktop_nn.data.columns import Column, Description
from desktop_nn.data.preprocessing import columns_of, used_columns
from desktop_nn.data.split import sizes
from desktop_nn.graph.model import Graph
from desktop_nn.graph.topology import input_nodes, output_nodes

NUMPY = Import("numpy")
SPLIT = Import("sklearn.model_selection", "train_test_split")


def split_section(data: DataChoices, description: Description) -> Section:
    """`train`, `validation` and `test`: which samples are in which part. Raises ProblemError if that is impossible."""
    split = data.split
    _, validation, test = sizes(split, description.samples, description.given_test)
    strata = _strata(data, description) if split.stratify else ""
    lines = [
        f"samples = np.arange({description.samples})",
        _held_out("rest", "test", "samples", split.test, test, split, strata),
        _held_out("train", "validation", "rest", split.validation, validation, split, strata),
    ]
    drawn = any(part.held == "random" and size for part, size in ((split.test, test), (split.validation, validation)))
    about = "First the test part is held out, then the validation part of what is left."
    return Section("Training, validation and test part", "\n".join(lines), _imports(drawn), about, "data")


def weight_section(data: DataChoices) -> Section | None:
    """`sample_weight`, taken before anything is preprocessed; None if all samples count the same."""
    if not data.weight:
        return None
    code = f'sample_weight = columns[{rendered(data.weight)}].astype("float32")'
    about = "In the loss while training."
    return Section("How much each sample counts", code, frozenset({NUMPY}), about, "data")


def preprocessing_section(data: DataChoices, description: Description, wanted: Sequence[str]) -> Section | None:
    """The steps in their order, each fitted on the training part only; None if there is none."""
    used = used_columns(data.bindings)
    blocks: list[str] = []
    imports: set[Import] = {NUMPY}
    for step in data.preprocessing:
        mine = [name for name in columns_of(step, description, used) if name in wanted]
        columns = [column for name in mine if (column := description.column(name)) is not None]
        for code, wants in _step(step, columns):
            blocks.append(code)
            imports |= wants
    if not blocks:
        return None
    return Section(
        "Preprocessing", "\n\n".join(blocks), frozenset(imports), "Fitted on the training part only.", "data"
    )


def binding_section(graph: Graph, data: DataChoices, description: Description) -> Section:
    """`x_train`, `y_train` and so on, as Keras takes them."""
    inputs = {graph.name_of(id): _input(data.bindings.inputs.get(id, ()), description) for id in input_nodes(graph)}
    targets = {graph.name_of(id): _target(data, description, id) for id in output_nodes(graph)}
    tables = any("table(" in rendered(value) for value in inputs.values())
    blocks = [_TABLE] if tables else []
    blocks.append(f"def inputs(part):\n    return {_alone(inputs)}")
    blocks.append(f"def targets(part):\n    return {_alone(targets)}")
    parts = "\n".join(
        f"x_{part}, y_{part} = inputs({part}), targets({part})" for part in ("train", "validation", "test")
    )
    about = "Each input of the model gets its columns, each output its target."
    return Section("Inputs and targets", "\n\n\n".join([*blocks, parts]), frozenset({NUMPY}), about, "data")


_TABLE = '''\
def table(names, part):
    """Columns side by side, one row a sample."""
    return np.column_stack([columns[name][part] for name in names]).astype("float32")'''


def _imports(drawn: bool) -> frozenset[Import]:
    return frozenset({NUMPY, SPLIT} if drawn else {NUMPY})


def _strata(data: DataChoices, description: Description) -> str:
    from desktop_nn.data.checks import stratified_by

    column = stratified_by(data.bindings, description)
    return column.name if column else ""


def _held_out(rest: str, held: str, pool: str, part: Part, size: int, split: Split, strata: str) -> str:
    if size == 0:
        return f"{rest}, {held} = {pool}, {pool}[:0]"
    if part.held != "random":
        return f"{rest}, {held} = {pool}[:-{size}], {pool}[-{size}:]"
    keywords: dict[str, Expression] = {"test_size": part.size, "random_state": split.seed}
    if strata:
        keywords["stratify"] = Code(f"columns[{rendered(strata)}][{pool}]")
    return f"{rest}, {held} = {rendered(Call('train_test_split', [Code(pool)], keywords), '', len(rest + held) + 5)}"


def _step(step: Step, columns: Sequence[Column]) -> list[tuple[str, set[Import]]]:
    numbers = [column.name for column in columns if column.kind == "number"]
    made = [_of_numbers(step, numbers)] if numbers else []
    made += [_of_image(step, column) for column in columns if column.kind == "image"]
    return made + [_of_category(step, column) for column in columns if column.kind == "category"]


def _of_numbers(step: Step, names: Sequence[str]) -> tuple[str, set[Import]]:
    transformer, wants = _transformer(step)
    code = (
        f"{assigned('numbers', list(names))}\n"
        "values = np.column_stack([columns[name] for name in numbers])\n"
        f"scaler = {transformer}.fit(values[train])\n"
        "columns.update(zip(numbers, scaler.transform(values).T))"
    )
    return code, wants


def _of_image(step: Step, column: Column) -> tuple[str, set[Import]]:
    place = f"columns[{rendered(column.name)}]"
    if step.kind == "pixels":
        return f'{place} = ({place} / np.float32({column.maximum or 255:g})).astype("float32")', set()
    transformer, wants = _transformer(step)
    code = (
        f'values = {place}.reshape(len({place}), -1).astype("float32")\n'
        f"scaler = {transformer}.fit(values[train])\n"
        f"{place} = scaler.transform(values).reshape({place}.shape)"
    )
    return code, wants


def _of_category(step: Step, column: Column) -> tuple[str, set[Import]]:
    place = f"columns[{rendered(column.name)}]"
    if step.kind == "impute":
        code = (
            'imputer = SimpleImputer(missing_values=-1, strategy="most_frequent")\n'
            f"imputer.fit({place}[train].reshape(-1, 1))\n"
            f"{place} = imputer.transform({place}.reshape(-1, 1))[:, 0]"
        )
        return code, {Import("sklearn.impute", "SimpleImputer")}
    count = len(column.categories)
    code = (
        f"encoder = OneHotEncoder(categories=[np.arange({count})], sparse_output=False, dtype=np.float32)\n"
        f"{place} = encoder.fit_transform({place}.reshape(-1, 1))"
    )
    return code, {Import("sklearn.preprocessing", "OneHotEncoder")}


def _transformer(step: Step) -> tuple[str, set[Import]]:
    if step.kind == "impute":
        return 'SimpleImputer(strategy="median")', {Import("sklearn.impute", "SimpleImputer")}
    name = "MinMaxScaler" if step.kind == "min-max" else "StandardScaler"
    return f"{name}()", {Import("sklearn.preprocessing", name)}


def _input(names: Sequence[str], description: Description) -> Expression:
    first = description.column(names[0]) if names else None
    if first is not None and first.kind == "image":
        return Code(f'columns[{rendered(first.name)}][part].astype("float32")')
    return Call("table", [list(names), Code("part")])


def _target(data: DataChoices, description: Description, node: str) -> Expression:
    name = data.bindings.targets.get(node, "")
    column = description.column(name)
    codes = column is not None and column.kind == "category"
    whole = codes and not one_hot_target(name, description, data.preprocessing, data.bindings)
    return Code(f'columns[{rendered(name)}][part].astype("{"int64" if whole else "float32"}")')


def _alone(values: Mapping[str, Expression]) -> str:
    value = next(iter(values.values())) if len(values) == 1 else values
    return rendered(value, "    ", len("return "))
