"""What the projection keeps: tried on invented series and on the example year."""
