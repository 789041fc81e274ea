"""What a user would write to make a quarter's book without the engine's build, as commands: papermill's command line for
each chapter, a unit's too, `jupyter-book build`, and a browser that prints every page.

`python -m bench.users_loop print HTML PDF` is the last of them.
"""

from __future__ import annotations

import csv
import shutil
import sys
from pathlib import Path

import yaml

UNIT = "unit.ipynb"  # the notebook that makes every unit's chapter
BIN = Path(sys.executable).parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def ready(project: Path, work: Path) -> None:
    """A copy of the project in which the notebooks' executed copies stand in their place, and are not executed again."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    for name in ("book", "notebooks", "data"):
        shutil.copytree(project / name, work / name)
    settings = yaml.safe_load((project / "_config.yml").read_text(encoding="utf-8"))
    settings["execute"] = {"execute_notebooks": "off"}
    (work / "_config.yml").write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")
    toc = yaml.safe_load((project / "_toc.yml").read_text(encoding="utf-8"))
    (status,) = (
        part["chapters"] for part in toc["parts"] if any("notebooks/" in page["file"] for page in part["chapters"])
    )
    year = Path(status[0]["file"]).parent
    status += [{"file": f"{year}/unit-{unit}"} for unit in units(work, f"{year.name}K4")]
    (work / "_toc.yml").write_text(yaml.safe_dump(toc, allow_unicode=True, sort_keys=False), encoding="utf-8")


def commands(work: Path, quarter: str) -> list[list[str | Path]]:
    """From a folder that is ready to a quarter's HTML and PDF."""
    folder = work / "notebooks" / quarter[:4]
    data = ["-p", "quarter", quarter, "-p", "data_dir", str(work / "data")]
    chapters: list[tuple[Path, Path, list[str]]] = [
        (path, path, []) for path in sorted(folder.glob("*.ipynb")) if path.name != UNIT
    ]
    chapters += [(folder / UNIT, folder / f"unit-{unit}.ipynb", ["-p", "unit", unit]) for unit in units(work, quarter)]
    executed: list[list[str | Path]] = [
        [BIN / "papermill", "--no-progress-bar", path, out, "-k", "python3", *data, *own] for path, out, own in chapters
    ]
    return [
        *executed,
        [BIN / "jupyter-book", "build", work],
        [sys.executable, "-m", "bench.users_loop", "print", work / "_build/html", work / "book.pdf"],
    ]


def units(work: Path, quarter: str) -> list[str]:
    """The units that a quarter has figures of."""
    with (work / "data" / quarter[:4] / quarter / "series.csv").open(encoding="utf-8", newline="") as file:
        return sorted({row["district"] for row in csv.DictReader(file)})


def browser_program() -> str | None:
    """The machine's Chromium; without one Playwright looks for its own."""
    return next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))), None)


def printed(html: Path, pdf: Path) -> None:
    """Every page of a book through a browser, and one PDF of them."""
    import pikepdf  # noqa: PLC0415 - only this process needs them
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    names = sorted(path for path in html.rglob("*.html") if path.parent.name not in ("_static", "html"))
    with sync_playwright() as playwright, pikepdf.new() as whole:
        browser = playwright.chromium.launch(executable_path=browser_program(), args=FLAGS)
        page = browser.new_page()
        for number, name in enumerate(names):
            page.goto(name.as_uri())
            one = pdf.with_name(f"page-{number}.pdf")
            page.pdf(path=one, prefer_css_page_size=True)
            with pikepdf.open(one) as opened:
                whole.pages.extend(opened.pages)
        browser.close()
        whole.save(pdf)


if __name__ == "__main__":
    printed(Path(sys.argv[2]), Path(sys.argv[3]))
