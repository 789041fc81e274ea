"""What becomes of each record, for which goal, and how that is counted and told."""
