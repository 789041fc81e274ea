"""Tables and results as files: CSV, XLSX, JSON, StratML, and their descriptors."""
