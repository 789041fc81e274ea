"""What somebody who kept every published file can work out of it: read from the files, and by code of its own."""
