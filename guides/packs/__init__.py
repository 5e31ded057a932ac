"""Content packs: a toolkit released apart from the code, checked before it is taken, reversible."""
