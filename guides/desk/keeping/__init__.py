"""Keeping the directory true: what is to be done, and where there is nobody."""
