"""The tables of the directory, and all that is asked of them."""
