"""The list of planted mistakes is kept: each still applies, to code that still runs, and its tests are still there."""

import ast
from functools import cache
from pathlib import Path

import pytest
from planting import ROOT, Mutant, StaleListError, load_mutants

MUTANTS = load_mutants()


@cache
def names_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mistake_can_be_planted_and_its_tests_exist(mutant: Mutant) -> None:
    spoilt = mutant.spoil((ROOT / mutant.file).read_text(encoding="utf-8"))

    if Path(mutant.file).suffix == ".py":
        compile(spoilt, mutant.file, "exec")
    assert all(name in names_in(file) for file, _, name in (test.partition("::") for test in mutant.tests))


def test_there_are_twenty_mistakes_and_none_is_listed_twice() -> None:
    assert len({one.name for one in MUTANTS}) == len(MUTANTS) >= 20


def test_a_text_that_is_gone_or_stands_twice_is_an_error() -> None:
    mutant = Mutant("m", "f", "old", "new", "", ())

    with pytest.raises(StaleListError, match="2 times"):
        mutant.spoil("old old")
    with pytest.raises(StaleListError, match="0 times"):
        mutant.spoil("")
