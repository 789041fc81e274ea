"""A public performance plan, followed up every quarter as a book.

One row's way through the package, each step in its own module, importing only from those above it:

 1. `errors`, `quarter`      what can be wrong, and the periods everything is reported in
 2. `content`                what a page can show, as frozen values
 3. `plan`, `readings`       the plan and what was reported, as frozen values
 4. `documents`, `records`   text files → values that remember their lines
 5. `plan_rules`, `reading_rules`, `plan_loading`, `loading`   the only readers of `data/`; every problem at once
 6. `criteria`, `evaluation` verdict, outlook, points: pure functions
 7. `disclosure`, `findings` what an edition shows and withholds, chosen once and written down
 8. `wording`, `descriptions` Danish: numbers, dates, sentences, alternative texts
 9. `results`, `tables`, `canvas`, `charts`, `changes`, `pages`   findings → data for machines, tables, figures, texts
10. `chapters`               what a notebook shows; the only import a notebook makes
11. `kernels`, `execution`   notebooks × parameters → executed notebooks
12. `sphinxext`              blocks → doctree → HTML and Typst
13. `compilation`, `build`   executed notebooks and pages → the quarter's book
14. `scaffold`, `cli`        a new plan's notebooks; the skin
"""
