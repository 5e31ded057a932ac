"""For people who write plugins: what their tests can use."""
