"""The book while it is written: built on this machine, made again at every save, and shown in a browser that follows."""
