"""Keeps the few results that were asked for last, so that the same data set is not read or made twice."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Recent(Generic[Result]):
    """A thread-safe memory of the `capacity` results used last; a failed attempt is not remembered."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._results: OrderedDict[Hashable, Result] = OrderedDict()
        self._lock = threading.RLock()

    def get(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """The result for `key`; made now if it is not remembered, while other threads wait for it."""
        with self._lock:
            if key not in self._results:
                # Room first: the old result is freed before the new one needs its memory.
                while len(self._results) >= self._capacity:
                    self._results.popitem(last=False)
                self._results[key] = make()
            self._results.move_to_end(key)
            return self._results[key]

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._results.clear()
