"""Feeds of other directories, fetched by a command and saved to a file."""
