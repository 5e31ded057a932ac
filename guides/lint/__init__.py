"""Checking content: every fault with file, line, what is wrong and how to mend it."""
