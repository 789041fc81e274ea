"""What a page can show, as frozen values, and an owner's words made into it."""
