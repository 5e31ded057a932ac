"""Backups: one file that holds all that an installation cannot make again, and the way back."""
