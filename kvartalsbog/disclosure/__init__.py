"""What may be published of a series: chosen once, written down, and read again."""
