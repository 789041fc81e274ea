"""What the pages show: chapters, tables and figures, as blocks."""
