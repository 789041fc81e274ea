"""`python -m kvartalsbog` is the command line too."""

from kvartalsbog.start import main

main()
