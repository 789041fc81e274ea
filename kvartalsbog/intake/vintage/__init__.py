"""The four files of a quarter: opened, received, proposed, compared, undone."""
