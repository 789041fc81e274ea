"""Files as they really come → tables of records, each with its line."""
