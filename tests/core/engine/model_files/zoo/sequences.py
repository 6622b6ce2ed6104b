"""The zoo's families for sequences: recurrent layers, embeddings with masks, attention, wrappers."""

from __future__ import annotations

from typing import Any

from tests.core.engine.model_files.zoo.case import compiled, zoo


@zoo("recurrent")
def simple_rnn(k: Any) -> Any:
    layers = [k.layers.SimpleRNN(4, return_sequences=True), k.layers.SimpleRNN(3)]
    return compiled(k.Sequential([k.Input((None, 2)), *layers, k.layers.Dense(1)]))


@zoo("recurrent")
def lstm_and_gru(k: Any) -> Any:
    layers = [
        k.layers.LSTM(4, return_sequences=True, unit_forget_bias=False),
        k.layers.GRU(3, return_sequences=True, go_backwards=True),
        k.layers.GRU(3, reset_after=False),
    ]
    return compiled(k.Sequential([k.Input((5, 2)), *layers, k.layers.Dense(1)]), "rmsprop")


@zoo("recurrent")
def bidirectional(k: Any) -> Any:
    layers = [
        k.layers.Bidirectional(k.layers.LSTM(3, return_sequences=True)),
        k.layers.Bidirectional(k.layers.GRU(2), merge_mode="sum"),
    ]
    return compiled(k.Sequential([k.Input((5, 2)), *layers, k.layers.Dense(1)]))


@zoo("recurrent")
def bidirectional_with_two_layers(k: Any) -> Any:
    forward = k.layers.LSTM(3, return_sequences=True)
    backward = k.layers.LSTM(3, return_sequences=True, go_backwards=True, activation="relu")
    both = k.layers.Bidirectional(forward, backward_layer=backward, merge_mode="mul")
    return compiled(k.Sequential([k.Input((5, 2)), both, k.layers.Dense(1)]))


@zoo("recurrent")
def stateful(k: Any) -> Any:
    start = k.Input(batch_shape=(4, 5, 2)) if k.__name__ == "keras" else k.Input(batch_input_shape=(4, 5, 2))
    return compiled(k.Sequential([start, k.layers.GRU(3, stateful=True), k.layers.Dense(1)]))


@zoo("recurrent")
def encoder_decoder(k: Any) -> Any:
    source, target = k.Input((None, 3), name="source"), k.Input((None, 2), name="target")
    _, hidden, cell = k.layers.LSTM(4, return_state=True, name="encoder")(source)
    decoded = k.layers.LSTM(4, return_sequences=True, name="decoder")(target, initial_state=[hidden, cell])
    return compiled(k.Model([source, target], k.layers.Dense(2, name="words")(decoded)))


@zoo("recurrent")
def gru_with_states_as_outputs(k: Any) -> Any:
    start = k.Input((4, 3))
    out, state = k.layers.GRU(3, return_state=True, return_sequences=True)(start)
    return k.Model(start, [out, state])


@zoo("recurrent")
def convolutional_lstm(k: Any) -> Any:
    gates = {"recurrent_activation": "sigmoid"}
    layers = [
        k.layers.ConvLSTM2D(2, 2, return_sequences=True, **gates),
        k.layers.ConvLSTM2D(2, 2, **gates),
        k.layers.Flatten(),
    ]
    return compiled(k.Sequential([k.Input((3, 5, 5, 1)), *layers, k.layers.Dense(1)]))


@zoo("recurrent", writers=("keras 2",), lost="hard_sigmoid", loose=0.02, apart=0.05)
def hard_sigmoid_of_keras_2(k: Any) -> Any:
    layers = [k.layers.LSTM(3, recurrent_activation="hard_sigmoid"), k.layers.Dense(2, activation="hard_sigmoid")]
    return compiled(k.Sequential([k.Input((4, 2)), *layers]))


@zoo("recurrent", locked=("cells",))
def rnn_of_cells(k: Any) -> Any:
    cells = [k.layers.LSTMCell(3), k.layers.GRUCell(2)]
    return compiled(k.Sequential([k.Input((4, 2)), k.layers.RNN(cells, name="cells"), k.layers.Dense(1)]))


@zoo("recurrent", locked=("cells",))
def rnn_of_one_cell(k: Any) -> Any:
    layer = k.layers.RNN(k.layers.SimpleRNNCell(2), return_sequences=True, name="cells")
    return compiled(k.Sequential([k.Input((4, 2)), layer, k.layers.Dense(1)]))


@zoo("embedding", targets="shares", apart=2e-3)
def embedding_with_mask(k: Any) -> Any:
    layers = [k.layers.Embedding(7, 4, mask_zero=True), k.layers.LSTM(3), k.layers.Dense(1, activation="sigmoid")]
    return compiled(k.Sequential([k.Input((5,), dtype="int32"), *layers]), "adam", "binary_crossentropy")


@zoo("embedding", apart=2e-3)
def embedding_of_a_length(k: Any) -> Any:
    more = {} if k.__name__ == "keras" else {"input_length": 5}
    embedding = k.layers.Embedding(7, 3, embeddings_regularizer="l2", **more)
    layers = [embedding, k.layers.Flatten(), k.layers.Dense(1)]
    return compiled(k.Sequential([k.Input((5,), dtype="int64"), *layers]))


@zoo("embedding")
def masking(k: Any) -> Any:
    layers = [k.layers.Masking(0.5), k.layers.Bidirectional(k.layers.GRU(2)), k.layers.Dense(1)]
    return compiled(k.Sequential([k.Input((4, 2)), *layers]))


@zoo("attention")
def multi_head_attention(k: Any) -> Any:
    query, memory = k.Input((4, 3), name="query"), k.Input((5, 3), name="memory")
    found = k.layers.MultiHeadAttention(2, 3, value_dim=2, name="attention")(query, memory)
    joined = k.layers.LayerNormalization()(k.layers.Add()([query, found]))
    return compiled(k.Model([query, memory], k.layers.Dense(1)(joined)))


@zoo("attention")
def attention_by_keyword(k: Any) -> Any:
    start = k.Input((4, 3))
    found = k.layers.MultiHeadAttention(2, 3, use_bias=False)(query=start, value=start, key=start)
    return compiled(k.Model(start, k.layers.GlobalAveragePooling1D()(found)))


@zoo("attention")
def causal_attention(k: Any) -> Any:
    start = k.Input((4, 3))
    found = k.layers.MultiHeadAttention(1, 3)(start, start, use_causal_mask=True)
    return compiled(k.Model(start, k.layers.Dense(1)(found)))


@zoo("attention")
def dot_and_additive_attention(k: Any) -> Any:
    query, value = k.Input((4, 3), name="query"), k.Input((5, 3), name="value")
    ways = [k.layers.Attention(use_scale=True)([query, value]), k.layers.AdditiveAttention()([query, value])]
    return compiled(k.Model([query, value], k.layers.Dense(1)(k.layers.Concatenate()(ways))))


@zoo("attention", noise=True)
def transformer_block(k: Any) -> Any:
    start = k.Input((6,), dtype="int32")
    words = k.layers.Embedding(7, 4)(start)
    found = k.layers.MultiHeadAttention(2, 2, dropout=0.1)(words, words)
    middle = k.layers.LayerNormalization(epsilon=1e-6)(k.layers.Add()([words, k.layers.Dropout(0.1)(found)]))
    forward = k.layers.Dense(4)(k.layers.Dense(8, activation="relu")(middle))
    end = k.layers.LayerNormalization(epsilon=1e-6)(k.layers.Add()([middle, forward]))
    return compiled(k.Model(start, k.layers.Dense(1)(k.layers.GlobalAveragePooling1D()(end))))


@zoo("wrapper")
def time_distributed(k: Any) -> Any:
    layers = [
        k.layers.TimeDistributed(k.layers.Conv2D(2, 3, activation="relu")),
        k.layers.TimeDistributed(k.layers.Flatten()),
        k.layers.LSTM(3),
    ]
    return compiled(k.Sequential([k.Input((3, 5, 5, 1)), *layers, k.layers.Dense(1)]))


@zoo("wrapper", locked=("steps",))
def time_distributed_model(k: Any) -> Any:
    inner = k.Sequential([k.Input((4,)), k.layers.Dense(3, activation="relu"), k.layers.Dense(4)], name="inner")
    return compiled(k.Sequential([k.Input((3, 4)), k.layers.TimeDistributed(inner, name="steps"), k.layers.GRU(2)]))


@zoo("wrapper")
def spectral_normalization(k: Any) -> Any:
    start = k.Input((6, 6, 2))
    found = k.layers.SpectralNormalization(k.layers.Conv2D(3, 3))(start)
    return k.Model(start, k.layers.GlobalAveragePooling2D()(found))
