"""What was reported: the rows of every vintage, the owners' words and where they came from."""
