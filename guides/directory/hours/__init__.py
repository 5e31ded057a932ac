"""Opening hours: read from words, written as words, asked whether it is open."""
