"""Everything that is measured, against what a user would do otherwise: `make bench`, or parts: `make bench ONLY="build sites"`.

A part is a module of this folder that is named in `__main__.PARTS`. It has `TITLE`, the heading of its section in
`docs/benchmarks.md`, and `measure(work)`, which is given an empty folder and gives `report.Section`. Ways to the same
result are timed in turns (`timing.interleaved`), so that whatever else the machine does meets all of them, and a part
compares what they give: a way that gives something else is no way.
"""
