pytest_plugins = ["tests.service"]
