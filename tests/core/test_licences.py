"""The licences of what the app is made of."""

from __future__ import annotations

from desktop_nn.licences import parts


def test_that_every_part_declares_a_licence_and_the_big_ones_bring_its_text() -> None:
    found = {part.name.lower(): part for part in parts()}
    assert {"keras", "numpy", "tensorboard", "pyside6_essentials"} <= found.keys()
    assert "tensorflow" in found or "tensorflow_cpu" in found
    assert all(part.licence for part in found.values())
    assert any("Apache License" in text for _, text in found["keras"].texts)


def test_that_what_only_builds_and_tests_the_app_is_no_part_of_it() -> None:
    assert not {"pytest", "hypothesis", "ruff", "mypy"} & {part.name.lower() for part in parts()}
