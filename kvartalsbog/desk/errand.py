"""The process of one piece of work, named by its folder."""

from __future__ import annotations

import sys
from pathlib import Path

from kvartalsbog.desk.errands import run

if __name__ == "__main__":
    run(Path(sys.argv[1]))
