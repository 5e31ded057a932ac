"""Benchmarks: each number beside its alternative, in one run. ``python -m bench`` runs them."""
