"""The emergency card: off unless the client asks for it."""
