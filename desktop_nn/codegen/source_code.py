"""The code that loads a data set: scikit-learn's and Keras's own loaders, or pandas for the user's file.

What it leaves is `columns`: an array for each column that the project uses, by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from desktop_nn.codegen.expressions import Call, Code, assigned, rendered
from desktop_nn.codegen.sections import Import, Section
from desktop_nn.data.choices import Source
from desktop_nn.data.columns import Column, Description
from desktop_nn.data.sources import available
from desktop_nn.data.sources.options import read_options
from desktop_nn.problems import Problem, ProblemError

NUMPY = Import("numpy")
Parts: TypeAlias = tuple[str, frozenset[Import], str]
"""Code, what it imports, and a sentence about it."""


def source_section(source: Source, description: Description, used: Sequence[str]) -> Section:
    """The section that loads the data. Raises ProblemError for a source that is not known."""
    make = _LOADERS.get(source.name)
    info = next((info for info in available() if info.id == source.name), None)
    if make is None or info is None:
        raise ProblemError(
            Problem(f"There is no code for the data “{source.name}”.", "Data", "Choose another data set.")
        )
    code, imports, about = make(source.name, read_options(info, source.options), description, used)
    return Section("The data", code, imports | {NUMPY}, about or description.about, "data")


def _fashion_mnist(_: str, __: Mapping[str, Any], ___: Description, ____: Sequence[str]) -> Parts:
    code = (
        "(images, labels), (test_images, test_labels) = keras.datasets.fashion_mnist.load_data()\n"
        "columns = {\n"
        '    "image": np.concatenate([images, test_images]),\n'
        '    "label": np.concatenate([labels, test_labels]).astype("int64"),\n'
        "}"
    )
    return code, frozenset({Import("keras")}), ""


def _california(_: str, __: Mapping[str, Any], ___: Description, ____: Sequence[str]) -> Parts:
    code = (
        "frame = fetch_california_housing(as_frame=True).frame\n"
        "columns = {name: frame[name].to_numpy() for name in frame.columns}"
    )
    return code, frozenset({Import("sklearn.datasets", "fetch_california_housing")}), ""


def _shipped(name: str, _: Mapping[str, Any], description: Description, __: Sequence[str]) -> Parts:
    """One of scikit-learn's small sets."""
    loader = f"load_{name.replace('-', '_')}"
    target = description.targets[0]
    imports = frozenset({Import("sklearn.datasets", loader)})
    if name == "digits":
        return f'data = {loader}()\ncolumns = {{"image": data.images, "{target}": data.target}}', imports, ""
    code = f"data = {loader}()\ncolumns = dict(zip(data.feature_names, data.data.T))\n"
    return f'{code}columns["{target}"] = data.target', imports, ""


def _made(name: str, options: Mapping[str, Any], description: Description, _: Sequence[str]) -> Parts:
    """One of scikit-learn's made sets."""
    maker = f"make_{name}"
    keywords = {_ARGUMENTS.get(key, key): value for key, value in options.items()}
    if name == "regression":
        keywords["n_informative"] = min(keywords["n_informative"], keywords["n_features"])
    target = description.targets[0]
    call = rendered(Call(maker, [], keywords), "", len("points, values = "))
    code = f'points, values = {call}\n{_POINTS}\ncolumns["{target}"] = values'
    return code, frozenset({Import("sklearn.datasets", maker)}), ""


def _xor(_: str, options: Mapping[str, Any], __: Description, ___: Sequence[str]) -> Parts:
    samples, noise, seed = options["samples"], options["noise"], options["seed"]
    code = (
        f"generator = np.random.default_rng({seed})\n"
        f"points = generator.uniform(-1.0, 1.0, ({samples}, 2))\n"
        'values = ((points[:, 0] > 0) ^ (points[:, 1] > 0)).astype("int64")\n'
        f"points += generator.normal(0.0, {noise}, points.shape)\n"
        f'{_POINTS}\ncolumns["class"] = values'
    )
    return code, frozenset(), ""


def _csv(_: str, options: Mapping[str, Any], description: Description, used: Sequence[str]) -> Parts:
    from desktop_nn.data.sources.csv_layout import recognise
    from desktop_nn.data.sources.csv_text import look_at

    text = look_at(Path(options["path"]).expanduser())
    layout = recognise(text, options["separator"], options["header"])
    keywords: dict[str, Any] = {"skipinitialspace": True, "na_values": ["?", "-", "–"]}
    keywords |= {"sep": layout.separator} if layout.separator != "," else {}
    keywords |= {"decimal": layout.decimal} if layout.decimal != "." else {}
    keywords |= {"encoding": text.encoding} if text.encoding not in ("utf-8", "utf-8-sig") else {}
    keywords |= {} if layout.header else {"header": None}
    lines = [assigned("frame", Call("pd.read_csv", [str(text.path)], keywords))]
    names = "str(name).strip()" if layout.header else 'f"column {name + 1}"'
    lines.append(f"frame.columns = [{names} for name in frame.columns]")
    lines.append("columns = {}")
    columns = [column for name in used if (column := description.column(name)) is not None]
    numbers = [column.name for column in columns if column.kind == "number"]
    if numbers:
        lines.append(f"for name in {rendered(numbers, '', len('for name in '), 1)}:")
        lines.append('    columns[name] = pd.to_numeric(frame[name], errors="coerce").to_numpy("float64")')
    lines += [_category(column) for column in columns if column.kind == "category"]
    return "\n".join(lines), frozenset({Import("pandas")}), f"The table {text.path.name}."


def _category(column: Column) -> str:
    """Codes in the order of the class names, -1 where the value is missing."""
    name = rendered(column.name)
    whole = all(item.lstrip("-").isdecimal() for item in column.categories)
    values = Code(f"frame[{name}]" if whole else f"frame[{name}].astype(str).str.strip()")
    categories = [int(item) for item in column.categories] if whole else list(column.categories)
    made = assigned(f"columns[{name}]", Call("pd.Categorical", [values], {"categories": categories}))
    return f'{made}.codes.astype("int64")'


_POINTS = 'columns = {f"x{i + 1}": points[:, i] for i in range(points.shape[1])}'
_ARGUMENTS = {
    "samples": "n_samples",
    "features": "n_features",
    "informative": "n_informative",
    "std": "cluster_std",
    "seed": "random_state",
}
_LOADERS: Mapping[str, Callable[[str, Mapping[str, Any], Description, Sequence[str]], Parts]] = {
    "fashion-mnist": _fashion_mnist,
    "california-housing": _california,
    **dict.fromkeys(("iris", "wine", "breast-cancer", "digits", "diabetes"), _shipped),
    **dict.fromkeys(("blobs", "moons", "circles", "regression"), _made),
    "xor": _xor,
    "csv": _csv,
}
