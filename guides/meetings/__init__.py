"""Meetings: briefings for guides, and the session with a group that leaves no record."""
