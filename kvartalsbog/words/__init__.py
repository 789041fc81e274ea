"""All language for readers: numbers, dates, sentences and alternative texts."""
