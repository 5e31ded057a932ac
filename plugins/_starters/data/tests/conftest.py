"""All that every plugin must do is tested too: this line is the whole of it."""

pytest_plugins = ["guides.testing.contract"]
