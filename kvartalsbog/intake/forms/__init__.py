"""The forms that units fill in: laid out, written and read back."""
