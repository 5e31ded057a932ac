"""Clients: what is known about each, who may see it, how it goes."""
