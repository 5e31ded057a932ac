"""Meetings of a guide with one client."""
