"""Seeded mutation of everything that is read. Each module here with a `trial` is run by `make fuzz` and by test_fuzz.py."""
