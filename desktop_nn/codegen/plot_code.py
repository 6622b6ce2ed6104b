"""The code that draws the learning curves, with matplotlib where it is installed."""

from __future__ import annotations

from desktop_nn.codegen.sections import Import, Section

_CODE = """\
if plt is None:
    print("The learning curves need matplotlib: pip install matplotlib")
else:
    epochs = [epoch + 1 for epoch in history.epoch]
    names = [name for name in history.history if not name.startswith("val_")]
    size = (5 * len(names), 4)
    figure, axes = plt.subplots(1, len(names), figsize=size, squeeze=False)
    for axis, name in zip(axes[0], names):
        for key in (name, f"val_{name}"):
            if key in history.history:
                axis.plot(epochs, history.history[key], label=key)
        axis.set(title=name, xlabel="Epoch")
        axis.grid(True)
        axis.legend()
    figure.tight_layout()
    figure.savefig("learning_curves.png")
    if plt.get_backend().lower() != "agg":  # there is a screen
        plt.show()"""


def plot_section() -> Section:
    """One picture for each figure in the history, training and validation together; a file, and a window if there
    is a screen.
    """
    return Section("Learning curves", _CODE, frozenset({Import("matplotlib.pyplot", optional=True)}))
