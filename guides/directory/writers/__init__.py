"""The directory written out: files for people, and for other directories."""
