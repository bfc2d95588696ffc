"""A language that nobody speaks: English sentences with the keys and the numbers of Polish. It is a folder, no more."""

import re
from pathlib import Path
from shutil import copytree

CODE, VOICE = "pl-PL", "Polly.Ola-Neural"
WORDS = {"press": "naciśnij", "six": "sześć", "twelve": "dwanaście"}
ENGLISH = re.compile(r"(?:(?<=\\b)|(?<![\w-]))(press|six|twelve)\b(?! = )", re.IGNORECASE)
KRONOR = """speech-major-SEK = { $number } { $number-count ->
    [one] korona
    [few] korony
   *[other] koron
}"""


def write_pseudo_language(languages: Path) -> Path:
    """Out of the English folder in `languages`, beside it."""
    folder = languages / CODE
    copytree(languages / "en-GB", folder)
    for file in folder.iterdir():
        file.write_text(_pseudo(file.read_text("utf-8")), "utf-8")
    return folder


def _pseudo(text: str) -> str:
    text = ENGLISH.sub(lambda word: WORDS[word[0].lower()], text)
    text = text.replace("place = 1", "place = 3").replace("Polly.Amy-Neural", VOICE).replace("For English", "Po polsku")
    text = text.replace(", with all costs,", "")  # numbers are longer in Polish, and the linter counts words
    return re.sub(r"speech-major-SEK = .*?\n\}", KRONOR, text, flags=re.DOTALL)
