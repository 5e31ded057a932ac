"""Organisations, accounts and signing in. Nothing here knows a person who seeks asylum."""
