"""Published quarters: editions that never silently change, and the site they stand in."""
