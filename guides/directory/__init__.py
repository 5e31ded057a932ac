"""Where to go: services near here, imported, searched, kept true, published as open data."""
