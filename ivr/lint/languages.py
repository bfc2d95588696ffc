"""How options, keys and errors are worded in each language: its manifest says so."""

from ivr.prompts.languages import SPOKEN

MANNERS = {code: language.manifest.manner for code, language in SPOKEN.items()}
