"""Where the content comes from, who has checked it, what has changed, what is wrong."""
