"""What a client has agreed to, each use for itself."""
