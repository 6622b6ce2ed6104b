"""Walking a model in the way Keras walks it when it writes an archive."""

from __future__ import annotations

from typing import Any

from desktop_nn.engine.loading import load_keras
from desktop_nn.engine.model_files.archive_weights import _parts


def test_that_layers_in_lists_made_anew_at_each_look_are_all_found() -> None:
    """Python gives the id of a freed list to the next one, so an id alone does not tell that a list was seen."""
    keras = load_keras()

    class Tower(keras.layers.Layer):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self._all = [keras.layers.Dense(2, name=f"dense_{number}") for number in range(20)]

    def one(number: int) -> Any:
        return property(lambda tower: [tower._all[number]])

    for number in range(20):
        setattr(Tower, f"a{number:02}", one(number))
    names = {part.name for path, part in _parts(Tower()) if path.startswith("a")}
    assert names == {f"dense_{number}" for number in range(20)}
