"""Calls of the commands that `--help` shows to be copied."""

from __future__ import annotations

# Command → calls that can be copied, each with what it is for
EXAMPLES = {
    "init": [
        ("kvartalsbog init hospital --example hospital", "an example to look at"),
        ('kvartalsbog init plan --authority "Kontrolstyrelsen" --goal "Svartid: højst 30 dage"', "from a few answers"),
    ],
    "run": [
        ("kvartalsbog run", "the quarter that is due, as a scheduler does it"),
        ("kvartalsbog run 2025K1 svar --site public", "with files of your own"),
    ],
    "check": [
        ("kvartalsbog check", "the newest quarter"),
        ("kvartalsbog check 2024K1", "one quarter"),
        ("kvartalsbog check 2024K1 --site public", "held against what is published"),
    ],
    "evaluate": [
        ("kvartalsbog evaluate 2024K1", "one quarter"),
        ("kvartalsbog evaluate --json", "for another program"),
    ],
    "build": [
        ("kvartalsbog build", "the newest quarter"),
        ("kvartalsbog build anklagemyndigheden/2024K2", "another authority's"),
        ("kvartalsbog build --all", "every quarter of every year"),
    ],
    "memory": [("kvartalsbog memory", "how much, and where"), ("kvartalsbog memory --empty", "forget it")],
    "scaffold": [("kvartalsbog scaffold data/2025/plan.yml", "after a new plan")],
    "desk": [("kvartalsbog desk", "then open the address that is shown")],
    "serve": [("kvartalsbog serve 2024K1", "then open the address that is shown")],
    "new-quarter": [("kvartalsbog new-quarter 2025K1", "one quarter")],
    "template": [("kvartalsbog template 2025K1 --out skemaer", "one form for each unit")],
    "intake": [
        ("kvartalsbog intake 2025K1 svar --dry-run", "see first, and write nothing"),
        ("kvartalsbog intake 2025K1 svar", "then write"),
        ("kvartalsbog intake 2025K1 postgresql://sager@db/straf#afgjorte --goal 1.1", "out of a database"),
    ],
    "enter": [
        (
            'kvartalsbog enter 2025K1 --goal 1.1 --unit fyn --month 2025-01 --n 12 --total 340 --source "Mail fra Fyns Politi"',
            "one figure",
        ),
        (
            'kvartalsbog enter 2025K1 --goal 2.1 --item projekt-3 --expected 2025-06-01 --source "Møde den 8. april"',
            "one deliverable",
        ),
    ],
    "status": [("kvartalsbog status 2025K1", "the board of the quarter")],
    "remind": [
        ("kvartalsbog remind 2025K1 --deadline 2025-04-15", "to be pasted into a message"),
        ("kvartalsbog remind 2025K1 --out rykkere", "as drafts for the mail program"),
    ],
    "receipt": [("kvartalsbog receipt 2025K1 --out kvitteringer", "as drafts for the mail program")],
    "undo": [("kvartalsbog undo 2025K1", "the last step")],
    "correct": [
        ("kvartalsbog correct 2024K1 --dry-run", "see what was changed"),
        ('kvartalsbog correct 2024K1 --reason "Fyn: tastefejl i maj."', "seal it again"),
    ],
    "approve": [
        ("kvartalsbog approve 2024K1", "who has approved"),
        ('kvartalsbog approve 2024K1 --role controller --by "Anna Holm"', "the first role"),
    ],
    "publish": [
        ("kvartalsbog publish 2024K1 --site public", "a new edition"),
        ('kvartalsbog publish 2024K1 --site public --correction "Fyn: tastefejl i maj."', "a new version of a published one"),
    ],
    "annual": [
        ("kvartalsbog annual 2024 --site public", "both files"),
        ("kvartalsbog annual 2024 --template skabelon.dotx", "in the ministry's own template"),
    ],
    "export": [
        ("kvartalsbog export 2024K4 overview", "one page"),
        ("kvartalsbog export 2024K4 --template skabelon.dotx", "in the ministry's own template"),
        ("kvartalsbog export 2024K4", "every page"),
    ],
    "verify": [
        ("kvartalsbog verify public", "the whole site"),
        ("kvartalsbog verify public --head FINGERAFTRYK", "nothing later than what you know"),
    ],
    "reproduce": [("kvartalsbog reproduce 2024K1 --site public", "the newest version")],
    "diff": [("kvartalsbog diff 2024K3 2024K4", "two quarters"), ("kvartalsbog diff public kopi", "two copies of a site")],
    "renew": [("kvartalsbog renew public", "after the program was renewed")],
    "audit": [("kvartalsbog audit public --data-dir data", "the whole site")],
    "completion": [("kvartalsbog completion bash >> ~/.bashrc", "for the shell you use")],
}  # fmt: skip
