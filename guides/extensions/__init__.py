"""What plugins with code hang on the site: pages, links, panels, settings."""
