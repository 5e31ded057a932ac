"""Who did what, without names and without content, in a chain that notices being touched."""
