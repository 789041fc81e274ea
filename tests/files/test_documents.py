"""Files that want to harm the program that reads them: refused with a clear problem, before time or memory is spent."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kvartalsbog.errors import Problem, ProblemsError
from kvartalsbog.files import composing
from kvartalsbog.files.documents import MAX_BYTES, read_yaml

LAUGHS = "a0: &a0 ha\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12))
HARMFUL = {
    "a tag of Python": ("x: !!python/object/apply:os.system ['touch harmed']\n", "Ukendt mærke|kan ikke læses"),
    "a tag of its own": ("x: !mit 1\n", "Ukendt mærke"),
    "a billion laughs": (LAUGHS, "Henvisninger"),
    "an anchor that holds itself": ("x: &x [*x]\n", "Henvisninger"),
    "a merge key": ("a: &a {b: 1}\nc:\n  <<: *a\n", "Henvisninger"),
    "brackets without end": ("[" * 50_000, "niveauer dyb|kan ikke læses"),
    "mappings without end": ("".join(" " * n + f"k{n}:\n" for n in range(60)) + " " * 60 + "slut: 1\n", "niveauer dyb"),
    "more than one document": ("a: 1\n---\nb: 2\n", "kan ikke læses"),
    "a control character": ("a: 1\nb: \x07\n", r"plan\.yml:2 \[b\]: Teksten har et skjult tegn\. Fundet: 'U\+0007'"),
    "a key that is a list": ("? [a, b]\n: 1\n", "En nøgle skal være et ord"),
    "a number of half a million digits": (
        f"a: {'9' * 490_000}\n",
        "flere måder. Fundet: '9{80}'. Skriv et tal med højst 30 cifre",
    ),
}


@pytest.mark.parametrize("name", HARMFUL)
def test_a_harmful_file_is_refused(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text, told = HARMFUL[name]
    path = tmp_path / "plan.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ProblemsError, match=told):
        read_yaml(path, name="plan.yml")
    assert [found.name for found in tmp_path.iterdir()] == ["plan.yml"]


def test_too_many_values_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(composing, "MAX_NODES", 1000)
    path = tmp_path / "plan.yml"
    for items in (997, 998):  # the mapping, its key and the list are values too
        path.write_text(f"a: [{'1,' * items}]\n", encoding="utf-8")
        if items == 997:
            assert read_yaml(path, name="plan.yml").value == {"a": [Decimal(1)] * 997}
    with pytest.raises(ProblemsError, match=r"^plan\.yml: Filen har mere end 1000 værdier\.$"):
        read_yaml(path, name="plan.yml")


def test_a_file_too_large_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.yml"
    with path.open("wb") as file:
        file.truncate(50_000_000_000)  # a sparse file: reading it would take all memory
    with pytest.raises(ProblemsError, match=f"for stor. Fundet: '50000000000 byte'. Tilladt: højst {MAX_BYTES} byte"):
        read_yaml(path, name="plan.yml")


@given(st.text(max_size=80))
def test_any_text_is_a_document_or_a_problem_with_its_file(text: str) -> None:
    import tempfile  # noqa: PLC0415 - hypothesis and tmp_path do not mix

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "plan.yml")
        path.write_bytes(text.encode("utf-8", "surrogatepass"))
        told: tuple[Problem, ...] = ()
        try:
            read_yaml(path, name="plan.yml")
        except ProblemsError as error:
            told = error.problems
        assert all(problem.place.file == "plan.yml" for problem in told)
