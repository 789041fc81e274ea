"""The tables of the open data: their columns, and their rows from findings."""
