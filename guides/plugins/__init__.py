"""Content and plugins share one path: discover, decide, load, validate, register, freeze."""
