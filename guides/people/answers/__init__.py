"""Answers on the forms of the programme."""
