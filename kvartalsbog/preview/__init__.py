"""The book while it is written: made again at every save on this machine, and shown in a browser that follows."""
