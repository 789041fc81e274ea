"""What a running program is to whoever started it: how it ends, what it says of its faults, and its only way to a terminal."""
