"""A value's fingerprint: the same for equal values in every process, other for every other, whatever was asked before."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from kvartalsbog.files.values import Fingerprints, content_fingerprint


@dataclass(frozen=True)
class Leaf:
    name: str
    members: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Tree:
    leaves: tuple[Leaf, ...]
    by_name: dict[str, Leaf]


_TEXT = st.text("abæ1", max_size=3)
_LEAVES = st.builds(Leaf, _TEXT, st.frozensets(_TEXT, max_size=3))
_TREES = st.builds(Tree, st.tuples(_LEAVES, _LEAVES), st.dictionaries(_TEXT, _LEAVES, max_size=2))


@settings(deadline=None)
@given(st.lists(_TREES, min_size=1, max_size=4))
def test_values_have_one_fingerprint_if_and_only_if_they_are_equal(trees: list[Tree]) -> None:
    shared = Fingerprints()
    for one in trees:
        assert shared.of(one) == content_fingerprint(deepcopy(one))
        for other in trees:
            is_same = one == other and list(one.by_name) == list(other.by_name)  # the order of a dictionary is told
            assert (shared.of(one) == shared.of(other)) == is_same


def test_whether_parts_are_one_object_is_not_told() -> None:
    leaf = Leaf("a", frozenset({"x", "y"}))
    assert content_fingerprint((leaf, leaf)) == content_fingerprint((leaf, deepcopy(leaf)))
