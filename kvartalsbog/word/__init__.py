"""Blocks → an accessible Word document, the same bytes each time; with a template of one's own or an authority's."""
