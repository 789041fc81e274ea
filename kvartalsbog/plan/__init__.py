"""The plan: its values, the rules it keeps, its amendments and its chapters."""
