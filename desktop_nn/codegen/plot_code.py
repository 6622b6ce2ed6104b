"""The code that draws the learning curves, with matplotlib where it is installed."""

from __future__ import annotations

from desktop_nn.codegen.sections import Import, Section

_CODE = """\
if plt is None:
    print("The learning curves need matplotlib: pip install matplotlib")
else:
    curves = pd.DataFrame(history.history)
    curves.index = [epoch + 1 for epoch in history.epoch]
    names = [name for name in curves if not name.startswith("val_")]
    figure, axes = plt.subplots(
        1, len(names), figsize=(5 * len(names), 4), squeeze=False, layout="constrained"
    )
    for axis, name in zip(axes[0], names):
        both = [column for column in (name, f"val_{name}") if column in curves]
        curves[both].plot(ax=axis, grid=True, xlabel="Epoch", title=name)
    figure.savefig("learning_curves.png")
    if plt.get_backend().lower() != "agg":  # there is a screen
        plt.show()"""


def plot_section() -> Section:
    """One picture for each figure in the history, training and validation together; a file, and a window if there
    is a screen.
    """
    imports = frozenset({Import("matplotlib.pyplot", optional=True), Import("pandas")})
    return Section("Learning curves", _CODE, imports)
