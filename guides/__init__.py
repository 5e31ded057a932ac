"""Asylum Guides: the stop you are at, what happens there, and a sheet to take home."""

__version__ = "0.1.0"
