"""What is held about a client: shown, carried away, erased."""
