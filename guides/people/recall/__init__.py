"""Which recorded clients hold which sheets."""
