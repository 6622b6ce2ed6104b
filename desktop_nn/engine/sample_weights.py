"""How much each training sample counts in the loss: by a column of the data, and by the rarity of its class.

Validation and test are never weighted, nor are metrics: as with `sample_weight` and `class_weight` of
`keras.Model.fit`.
"""

from __future__ import annotations

from desktop_nn.data.columns import Array, Samples
from desktop_nn.engine.batches import Feed, alone
from desktop_nn.graph.effective import built
from desktop_nn.graph.model import Graph
from desktop_nn.graph.topology import output_nodes
from desktop_nn.training.choices import TrainingChoices


def sample_weights(samples: Samples, graph: Graph, choices: TrainingChoices) -> Feed | None:
    """Weights (n,) float32 of the samples, by output name if there are several outputs; None if all count the same.

    The column's weight counts for every output. Where rare classes count more, it is multiplied for a class with c
    of the n samples by n / (K c), K being the number of classes that occur.
    Source: G. King and L. Zeng, Logistic Regression in Rare Events Data, 2001; scikit-learn's "balanced".
    """
    graph = built(graph)
    asked = {graph.name_of(id) for id in output_nodes(graph) if choices.output(id).balanced}
    if not len(samples) or (samples.weight is None and not asked & samples.targets.keys()):
        return None
    return alone({name: _weights(samples, target, name in asked) for name, target in samples.targets.items()})


def _weights(samples: Samples, target: Array, balanced: bool) -> Array:
    import numpy as np

    given = np.ones(len(samples), np.float32) if samples.weight is None else samples.weight
    return given * _of_classes(target) if balanced else given


def _of_classes(target: Array) -> Array:
    import numpy as np
    from sklearn.utils.class_weight import compute_sample_weight

    codes = target.argmax(axis=1) if target.ndim == 2 and target.shape[1] > 1 else target.reshape(len(target))
    return np.asarray(compute_sample_weight("balanced", codes), np.float32)
