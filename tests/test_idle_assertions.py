"""Assertions that no run comes to are found, wherever they stand in a function that was run."""

from __future__ import annotations

from coverage_of_rooms import idle_assertions

PROGRAM = """
def test_loop():
    for one in ():
        assert one
    assert True

def test_not_run():
    assert False

def test_of_two_lines():
    assert all((
        True,
    ))
    if False:
        def inner():
            assert True
"""


def test_an_assertion_in_a_loop_over_nothing_is_found() -> None:
    assert list(idle_assertions(PROGRAM, {2, 3, 5, 7, 10})) == [4]


def test_an_assertion_that_was_come_to_is_none_and_one_in_a_function_that_was_never_called_is() -> None:
    assert list(idle_assertions(PROGRAM, {3, 4, 5})) == []
    assert list(idle_assertions(PROGRAM, {3, 4, 5, 12, 14})) == [16]
