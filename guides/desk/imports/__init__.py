"""Bringing a list into the directory on screen: look first, choose, take, give back."""
