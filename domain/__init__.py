"""What credit means: frozen dataclasses and pure rules, on the standard library and the identifier libraries only."""
