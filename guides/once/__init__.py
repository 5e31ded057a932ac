"""Forms that save once, however often they are sent: each brings along a random id."""
