"""A quarter's book from start to end: checked, executed, compiled, scaffolded, previewed."""
