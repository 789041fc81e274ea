"""What has been made is kept by all that it was made from, and not made again."""
