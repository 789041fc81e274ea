"""The controller's desk: a quarter kept in a browser on this machine, by the same functions as the command line's."""
