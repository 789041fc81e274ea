"""`python -m kvartalsbog` is the command line too."""

from kvartalsbog.cli.start import main

main()
