"""What the app does not place or build by itself, with the reason that the user reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from desktop_nn.catalogue import Group


@dataclass(frozen=True, slots=True)
class Lock:
    """`runs_code`: building it could run code or read files that came with a model file."""

    reason: str
    runs_code: bool = False


def _base(what: str) -> Lock:
    return Lock(f"{what} is the base of other classes and does nothing by itself.")


def _cell(instead: str) -> Lock:
    return Lock(f"A cell computes one time step and works only inside a recurrent layer. Use {instead}.")


LOCKS: Mapping[tuple[Group, str], Lock] = {
    ("layers", "Lambda"): Lock("A Lambda layer runs Python code that came with the model.", True),
    ("layers", "TFSMLayer"): Lock("TFSMLayer runs a SavedModel from a folder on this computer.", True),
    ("layers", "TorchModuleWrapper"): Lock("TorchModuleWrapper runs a PyTorch module, which is Python code.", True),
    ("layers", "JaxLayer"): Lock("JaxLayer runs a JAX function, which is Python code.", True),
    ("layers", "FlaxLayer"): Lock("FlaxLayer runs a Flax module, which is Python code.", True),
    ("layers", "Layer"): _base("Layer"),
    ("layers", "Wrapper"): _base("Wrapper"),
    ("layers", "RNN"): Lock("RNN needs a cell of its own. Use LSTM, GRU or SimpleRNN, which have theirs."),
    ("layers", "LSTMCell"): _cell("LSTM"),
    ("layers", "GRUCell"): _cell("GRU"),
    ("layers", "SimpleRNNCell"): _cell("SimpleRNN"),
    ("layers", "StackedRNNCells"): _cell("several LSTM or GRU layers in a row"),
    ("layers", "Pipeline"): Lock("A Pipeline holds several layers in one. Place these layers one after the other."),
    ("layers", "MaxNumBoundingBoxes"): Lock("MaxNumBoundingBoxes takes bounding boxes, which links do not carry."),
    ("activations", "threshold"): Lock("This function needs two numbers, which an activation field cannot carry."),
    ("initializers", "Initializer"): _base("Initializer"),
    ("regularizers", "Regularizer"): _base("Regularizer"),
    ("constraints", "Constraint"): _base("Constraint"),
    ("optimizers", "Optimizer"): _base("Optimizer"),
    ("optimizers", "OptimizerMap"): Lock(
        "OptimizerMap assigns optimizers to single weights, which only code can name."
    ),
    ("optimizers", "MultiOptimizer"): Lock("MultiOptimizer needs a map of weights, which only code can name."),
    ("schedules", "LearningRateSchedule"): _base("LearningRateSchedule"),
    ("losses", "Loss"): _base("Loss"),
    ("metrics", "Metric"): _base("Metric"),
    ("metrics", "MeanMetricWrapper"): Lock("MeanMetricWrapper runs a Python function.", True),
    ("callbacks", "Callback"): _base("Callback"),
    ("callbacks", "CallbackList"): Lock("Keras makes the list of callbacks by itself."),
    ("callbacks", "History"): Lock("Keras keeps the history of every run by itself."),
    ("callbacks", "ProgbarLogger"): Lock("ProgbarLogger prints to a terminal; the window shows the progress."),
    ("callbacks", "LambdaCallback"): Lock("LambdaCallback runs Python functions.", True),
    ("callbacks", "LearningRateScheduler"): Lock(
        "LearningRateScheduler runs a Python function. Give the optimizer a learning-rate schedule instead.", True
    ),
    ("callbacks", "RemoteMonitor"): Lock("RemoteMonitor sends the figures of the run to another computer.", True),
    ("callbacks", "OrbaxCheckpoint"): Lock("OrbaxCheckpoint needs the package orbax-checkpoint. Use ModelCheckpoint."),
}
