"""How anything is read, checked and written: text, YAML, rows, fields and folders."""
