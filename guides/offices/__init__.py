"""What one organisation of a site shows: its address, its plugins and their order."""
