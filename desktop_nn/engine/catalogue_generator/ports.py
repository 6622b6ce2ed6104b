"""The ports of each layer: which tensors its `call` takes.

Keras passes the masks of Masking and Embedding on by itself; the optional mask ports are for masks of one's own.
A new port goes behind the others of its kind, because drawings keep the numbers of ports.
"""

from __future__ import annotations

from collections.abc import Mapping

from desktop_nn.catalogue import MERGING_KINDS, Port

_ONE = (Port("inputs"),)
_MASK = Port("mask", optional=True)
_PAIR = (Port("first", argument="inputs"), Port("second", argument="inputs"))
_ATTENTION_LIST = (
    Port("query", argument="inputs"),
    Port("value", argument="inputs"),
    Port("key", argument="inputs", optional=True),
    Port("query_mask", argument="mask", optional=True),
    Port("value_mask", argument="mask", optional=True),
)
_ATTENTION = (
    Port("query"),
    Port("value"),
    Port("key", optional=True),
    Port("attention_mask", optional=True),
    Port("query_mask", optional=True),
    Port("value_mask", optional=True),
    Port("key_mask", optional=True),
)
_SEQUENCES = Port("inputs", argument="sequences")
_ONE_STATE = (_SEQUENCES, Port("initial_state", optional=True), _MASK)
_TWO_STATES = (
    _SEQUENCES,
    Port("initial_state_h", argument="initial_state", optional=True),
    Port("initial_state_c", argument="initial_state", optional=True),
    _MASK,
)
_MASKED = (Port("inputs"), _MASK)
_ANY_STATES = (_SEQUENCES, _MASK, Port("initial_state", many=True, optional=True))
_CELL = (Port("inputs"), Port("states", many=True))

PORTS: Mapping[str, tuple[Port, ...]] = {
    **{kind: (Port("inputs", many=True),) for kind in MERGING_KINDS},
    "InputLayer": (),  # the data come in here
    "Subtract": _PAIR,  # exactly two, and their order counts
    "Dot": _PAIR,
    "HashedCrossing": (Port("inputs", many=True),),  # crosses a list of features
    "Attention": _ATTENTION_LIST,
    "AdditiveAttention": _ATTENTION_LIST,
    "MultiHeadAttention": _ATTENTION,
    "GroupQueryAttention": _ATTENTION,
    "SimpleRNN": _ONE_STATE,
    "GRU": _ONE_STATE,
    "LSTM": _TWO_STATES,
    "ConvLSTM1D": _TWO_STATES,
    "ConvLSTM2D": _TWO_STATES,
    "ConvLSTM3D": _TWO_STATES,
    "RNN": _ANY_STATES,  # as many as its cell has
    "Bidirectional": _ANY_STATES,  # those of the forward layer, then of the backward layer
    "SimpleRNNCell": _CELL,
    "GRUCell": _CELL,
    "LSTMCell": _CELL,
    "StackedRNNCells": _CELL,
    "BatchNormalization": _MASKED,
    "GlobalAveragePooling1D": _MASKED,
    "Softmax": _MASKED,
    "TimeDistributed": _MASKED,
    "CategoryEncoding": (Port("inputs"), Port("count_weights", optional=True)),
}


def ports_of(layer: str) -> tuple[Port, ...]:
    """The ports of a layer kind, in the order in which the graph numbers them."""
    return PORTS.get(layer, _ONE)
