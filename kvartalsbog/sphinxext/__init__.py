"""Sphinx extensions: blocks to doctree, the Danish accessible HTML, and the Typst builder for the PDF."""
