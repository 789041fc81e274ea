"""The book while it is written: made anew at every save, and shown on this machine."""
