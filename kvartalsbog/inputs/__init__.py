"""What a quarter's book is made from: read, fingerprinted, signed, approved and marked as published."""
