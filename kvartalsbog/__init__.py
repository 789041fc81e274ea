"""A public performance plan, followed up every quarter as a book.

The rooms, from the ground up; each imports only from those before it:

`names`, `errors`, `periods`, `process`               names as people write them; what can be wrong; the periods; the running program
`files`, `content`                                   files; what a page can show
`kinds`, `plan`, `readings`                          the kinds of criteria, the plan and what was reported, as frozen values
`steering`                                           what is to be expected of a figure, and what has moved it
`disclosure`, `inputs`, `verdicts`                   what may be shown; a quarter read and approved; what is true of it
`words`, `word`, `opendata`, `pages`, `sphinxext`    language; Word files; data for machines; tables, figures and chapters; HTML and PDF
`intake`, `book`, `audit`, `editions`                what comes in; the book; the sceptical reader; what is published
`desk`, `cli`                                        the skins: a browser's and the terminal's

`docs/architecture.md` has the picture, and one row's way through it.
"""

import time

BEGUN = time.time()  # code that was changed later is not what runs
