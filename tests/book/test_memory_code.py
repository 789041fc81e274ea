"""Which notebooks are remembered: those whose code can reach nothing but chapters, whatever it looks like."""

from __future__ import annotations

import re

import nbformat
import pytest
from conftest import LIBRARY, ROOT

from kvartalsbog.book.memory.code import OVERVIEW, UNITS, asked_for
from kvartalsbog.book.notebooks import PARAMETERS, tags

PARAMETER = 'quarter = "newest"\ndata_dir = "data"'
OPENED = 'from kvartalsbog.pages.chapters import pillar_chapter\n\nchapter = pillar_chapter("1", quarter, data_dir)\n'
DOCUMENTED = re.findall(
    r"```python\n(.*?)```", (ROOT / "docs/notebooks.md").read_text(encoding="utf-8"), flags=re.DOTALL
)
VOUCHED_FOR = {
    "a part": "chapter.summary",
    "a goal": 'goal = chapter.goal("1.1")\ngoal.status',
    "a loop": 'for goal in chapter.pillar.goals:\n    print(goal.title, f"{goal.weight:.1f}")',
    "a function": "def heavy(goal, least=10):\n    return goal.weight > least\n\n\nprint([g.id for g in chapter.pillar.goals if heavy(g)])",
    "a choice": 'words = "ja" if len(chapter.pillar.goals) > 1 else "nej"\nif words:\n    print(words.upper())',
    "findings": 'sums = chapter.findings.series["1.1"].published.months\nprint(sum(s.n for s in sums.values() if s))',
    "the quarter": "print(quarter)",
}
UNKNOWN = {
    "a file": 'print(open("/etc/hostname").read())',
    "a file by pandas": 'import pandas as pd\npd.read_csv("x.csv")',
    "a file by a frame": 'import pandas as pd\npd.DataFrame({"a": [1]}).to_csv("x.csv")',
    "a file by matplotlib": 'import matplotlib.pyplot as plt\nplt.imread("x.png")',
    "a style": 'import matplotlib.pyplot as plt\nplt.style.use("x")',
    "a module": "import os",
    "a module's module": "import matplotlib.pyplot as plt\nplt.np.random.rand()",
    "a module from a module": "from pandas import io",
    "a module of the program": "from kvartalsbog.inputs.loading import load",
    "another function of the house": "from kvartalsbog.pages.chapters import gather",
    "everything of the house": "from kvartalsbog.pages.chapters import *",
    "the clock": "from datetime import date\nprint(date.today())",
    "today, of a day": "print(chapter.findings.extracted.today())",
    "today, in words": 'import pandas as pd\nprint(pd.Timestamp("now"))',
    "today, as a type": 'import pandas as pd\nprint(pd.Series(["10:30"], dtype="datetime64[ns]"))',
    "today, as another type": 'import pandas as pd\nprint(pd.Series(["10:30"]).astype("datetime64[ns]"))',
    "a type among others": 'import pandas as pd\nsettings = {"dtype": "datetime64[ns]"}\npd.Series(["10:30"], **settings)',
    "a call by its name": 'import pandas as pd\npd.DataFrame({"a": [1]}).agg("to_csv")',
    "code as text": 'import pandas as pd\npd.DataFrame({"a": [1]}).eval("a")',
    "chance": "import random",
    "the order of a set": 'print({"a", "b"})',
    "a set": 'print(set(["a", "b"]))',
    "an address": "print(id(chapter))",
    "a hash": 'print(hash("a"))',
    "a hidden attribute": "chapter.__class__",
    "a hidden attribute, in words": 'print("{0.__class__}".format(chapter))',
    "an attribute by its name": 'getattr(chapter, "findings")',
    "an import by its name": '__import__("os")',
    "code": 'exec("import os")',
    "what is evaluated": 'eval("1")',
    "all names": "print(globals())",
    "IPython": "get_ipython()",
    "what came before": "print(In)",
    "a command of IPython's": "%env",
    "a command without its sign": "env",
    "a command that may be a name": 'if quarter == "":\n    env = 1\nenv',
    "a shell": "!ls",
    "a shell's lines": "files = !ls",
    "a cell's command": "%%time\nchapter.summary",
    "help": "chapter?",
    "a prompt": ">>> chapter.summary",
    "no code": "chapter.(",
    "another pillar by what is worked out": "for name in ['1', '2']:\n    pillar_chapter(name, quarter, data_dir)",
    "one unit for every unit": 'from kvartalsbog.pages.chapters import unit_chapter\n\nunit_chapter("fyn", quarter, data_dir)',
    "another unit than its own": "from kvartalsbog.pages.chapters import unit_chapter\n\nfor name in ['fyn']:\n    unit_chapter(name, quarter, data_dir)",
    "another unit by its name": "from kvartalsbog.pages.chapters import unit_chapter\n\nunit = 'fyn'\nunit_chapter(unit, quarter, data_dir)",
    "another quarter": 'pillar_chapter("1", "2024K1", data_dir)',
    "other data": 'pillar_chapter("1", quarter, "/elsewhere")',
    "parameters set anew": 'quarter = "2024K1"',
    "the data's folder": "print(data_dir)",
    "the data's folder in a function": "def show(data_dir):\n    print(data_dir)",
    "the data's fingerprint": "print(chapter.data)",
    "the way to the data, handed on": "way = pillar_chapter",
    "the way to the data, mapped": 'print(list(map(pillar_chapter, ["1"])))',
    "the way to the data, under a name": "def pillar_chapter(*given):\n    return given",
    "a class": "class Own:\n    pass",
    "an error caught": "try:\n    chapter.none\nexcept Exception as error:\n    print(error)",
    "a context": "with chapter as open_chapter:\n    pass",
    "a global": "def f():\n    global quarter\n    quarter = 1",
    "a decorator": "@print\ndef f():\n    pass",
    "an attribute that is set": "chapter.pillar = 1",
    "what is deleted": "del quarter",
    "a name within an expression": "print((n := 1))",
    "what is awaited": "await chapter",
}


@pytest.mark.parametrize("code", VOUCHED_FOR.values(), ids=VOUCHED_FOR)
def test_what_works_on_chapters_is_vouched_for(code: str) -> None:
    assert asked_for([PARAMETER, OPENED, code]) == {"1"}


@pytest.mark.parametrize("code", UNKNOWN.values(), ids=UNKNOWN)
def test_what_can_reach_anything_else_is_not(code: str) -> None:
    assert asked_for([PARAMETER, OPENED, code]) is None
    assert asked_for([PARAMETER, OPENED]) == {"1"}


def test_what_the_documents_show_is_vouched_for() -> None:
    assert len(DOCUMENTED) == 3
    assert asked_for([PARAMETER, OPENED, *DOCUMENTED]) == {"1"}


def test_every_notebook_that_is_shipped_is_and_asks_for_its_own_chapter() -> None:
    for path in sorted((ROOT / "notebooks").rglob("*.ipynb")):
        cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        assert [cell for cell in cells if PARAMETERS in tags(cell)] == cells[:1]
        own = {{"overview": OVERVIEW, "unit": UNITS}.get(path.stem, path.stem.removeprefix("pillar_"))}
        assert asked_for([cell.source for cell in cells]) == own
    assert LIBRARY.is_dir()


def test_all_chapters_that_are_asked_for_are_told() -> None:
    more = 'from kvartalsbog.pages.chapters import overview_chapter as whole\n\nother = pillar_chapter("2", quarter, data_dir)\nwhole(quarter, data_dir)'
    assert asked_for([PARAMETER, OPENED, more]) == {"1", "2", OVERVIEW}


def test_a_parameter_is_a_plain_value() -> None:
    assert asked_for(["quarter = open('/etc/hostname').read()\ndata_dir = 'data'", OPENED]) is None
    assert asked_for(["quarter = 'newest'\nother = 1\ndata_dir = 'data'", OPENED]) is None
