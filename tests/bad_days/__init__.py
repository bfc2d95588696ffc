"""Bad days: neighbours are slow, down, full or lying, keys and processes change, and people call all the while."""
