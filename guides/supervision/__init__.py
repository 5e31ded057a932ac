"""What a coordinator sees of guides and of what is due."""
