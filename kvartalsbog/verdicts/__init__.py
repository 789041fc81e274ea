"""What is true of a quarter, and all that a book may show of it."""
