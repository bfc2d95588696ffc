pytest_plugins = ["tests.service", "tests.postgres"]
