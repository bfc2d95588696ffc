"""The JSON APIs: bearer tokens, problems, and the routes of each API."""
