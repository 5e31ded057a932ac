"""``python -m guides`` does the same as ``guides``."""

from guides.cli import main

main()
