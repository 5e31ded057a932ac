"""The handbook: pages and practice cases for guides and coordinators."""
