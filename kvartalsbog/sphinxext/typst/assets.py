"""What the pages of a book need of the whole of it: its labels, its numbers, and a place for its images."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Assets:
    """`labels` are the places that a link can lead to; `numbers` is document → `figure` or `table` → id → the number that
    HTML gives it; `image` puts an image beside the source and gives the name that it has there. With `alone` what the file does not have
    is no place of a link, but words.
    """

    labels: frozenset[str]
    numbers: Mapping[str, Mapping[str, Mapping[str, tuple[int, ...]]]]
    image: Callable[[str], str]
    alone: bool = False
