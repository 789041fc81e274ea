"""Figures that come as sums and not as records: in files, in forms, typed one by one."""
