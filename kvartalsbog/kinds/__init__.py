"""The kinds of criteria: what each asks for, and when it holds."""
