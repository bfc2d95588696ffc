"""Two worlds, with a person and without: whoever is not verified cannot tell in which one they call."""
