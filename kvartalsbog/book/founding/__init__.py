"""A project of another authority, from its first plan on: from a few answers, or from an example of the gallery."""
