"""A language is its folder: offered, spoken, linted and walked when it is complete, and else refused by name."""

import re
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from shutil import copytree, rmtree

import pytest

from ivr.faults import BadStart
from ivr.prompts.languages import LANGUAGES, read_languages
from tests.leashed import refuse_where_none_is_wanted
from tests.prompts.pseudo_language import CODE, VOICE, write_pseudo_language

Damage = Callable[[Path], object]
OFFERED = """
from ivr.config import read_settings
from ivr.dialogue.present import present
from ivr.dialogue.states import greeting
from ivr.dialogue.voice import prompt
from ivr.prompts.catalogue import spoken
from ivr.voice.twiml import Links, render
from domain.money import Money

languages = read_settings({"CREDITLINE_DATA_DIR": "data"}).settings.languages
print(*languages)
print(render(present(greeting(languages)), Links("/", {})))
print(spoken(prompt("limit", amount=Money(100200)), languages[-1]))
"""
PROVEN = """
from ivr.cli import main
from ivr.dialogue.proofs import prove
from ivr.evidence import evidence
from ivr.prompts.catalogue import LANGUAGES

print("lint exits", main(["lint"], standalone_mode=False))
for proof, counterexamples in prove(evidence(LANGUAGES)).items():
    print(f"{proof}:", *counterexamples, sep="\\n")
"""


@pytest.fixture
def product(tmp_path: Path) -> Path:
    """A folder with the product's package, whose language folders a test may change."""
    copytree(Path(str(files("ivr"))), tmp_path / "ivr")
    return tmp_path


def languages_of(product: Path) -> Path:
    return product / "ivr" / "prompts"


def python(product: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run in `product`, so that its package goes before the installed one."""
    refuse_where_none_is_wanted()
    return subprocess.run(
        [sys.executable, *arguments], cwd=product, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.mark.server
def test_a_folder_is_all_that_a_language_takes_to_be_offered(product: Path) -> None:
    """One folder comes, and another one goes."""
    write_pseudo_language(languages_of(product))
    rmtree(languages_of(product) / "sv-SE")
    done = python(product, "-c", OFFERED)
    assert done.stdout.startswith(f"en-GB {CODE}\n"), done.stderr
    assert f'<Say language="{CODE}" voice="{VOICE}">Po polsku, naciśnij 2.</Say>' in done.stdout
    assert "Your limit is tysiąc dwa korony." in done.stdout


@pytest.mark.server
def test_a_folder_is_all_that_a_language_takes_to_be_linted_and_proven(product: Path) -> None:
    """On a line that speaks nothing else: it has no choice of language, and nothing else is amiss."""
    write_pseudo_language(languages_of(product))
    for language in LANGUAGES:
        rmtree(languages_of(product) / language)
    done = python(product, "-c", PROVEN)
    assert re.match(rf"{CODE}: \d+ documents, findings: 0\nlint exits 0\n", done.stdout), done.stdout + done.stderr
    assert "every state has words:\nnothing personal below its level:\n" in done.stdout
    proven = done.stdout.splitlines()[2:]
    assert [line for line in proven if not line.endswith(":") and "ChooseLanguage" not in line] == []


def without(name: str) -> Damage:
    return lambda folder: (folder / name).unlink()


def with_other(name: str, pattern: str, instead: str = "") -> Damage:
    def damage(folder: Path) -> None:
        text, count = re.subn(pattern, instead, (folder / name).read_text("utf-8"), count=1, flags=re.MULTILINE)
        assert count == 1
        (folder / name).write_text(text, "utf-8")

    return damage


def intact(folder: Path) -> None:
    """Nothing is wrong with it but its name."""


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (without("language.toml"), "language.toml is missing"),
        (with_other("language.toml", "^voice.*"), "language.toml cannot be read: voice is missing"),
        (with_other("language.toml", "^common.*"), "language.toml cannot be read: numbers.common is missing"),
        (with_other("language.toml", "^press.*"), "language.toml cannot be read: manner.press is missing"),
        (with_other("language.toml", "^press.*", "press = '('"), "language.toml cannot be read: manner.press: .+"),
        (with_other("language.toml", "^place", "plaice"), "language.toml cannot be read: place is missing; plaice: .+"),
        (with_other("language.toml", "^place = 3", "place ="), "language.toml cannot be read: .+"),
        (without("texts.ftl"), "it lacks texts.ftl, which en-GB has"),
        (with_other("call.ftl", "^option-person = .*"), "it lacks option-person, which en-GB has"),
        (with_other("call.ftl", "^option-person =", "option-persona ="), "it lacks option-person, which en-GB has"),
        (
            lambda folder: (folder / "speech.ftl").write_text("", "utf-8"),
            "it lacks speech-date, speech-hour, speech-major-DKK and 10 more, which en-GB has",
        ),
        (
            lambda folder: (folder / "call.ftl").write_text("welcome = Välkommen\n", "latin-1"),
            "call.ftl cannot be read: 'utf-8' codec .+",
        ),
    ],
    ids=[
        *("no manifest", "no voice", "no key of the numbers", "no key of the manners"),
        *("no pattern", "a key that nobody knows", "no TOML"),
        *("a file is missing", "a message is missing", "a message has another name", "a file is empty", "no UTF-8"),
    ],
)
def test_a_folder_that_lacks_anything_is_refused_by_name(product: Path, damage: Damage, why: str) -> None:
    damage(write_pseudo_language(languages_of(product)))
    with pytest.raises(BadStart) as refused:
        read_languages(languages_of(product))
    [fault] = refused.value.faults
    assert re.fullmatch(f"the language {CODE} is not complete: {why}", fault)


def test_the_first_language_is_refused_where_it_alone_lacks_a_message(product: Path) -> None:
    with_other("call.ftl", "^welcome = .*")(languages_of(product) / LANGUAGES[0])
    with pytest.raises(BadStart, match=f"^the language {LANGUAGES[0]} is not complete: it lacks welcome, which "):
        read_languages(languages_of(product))


@pytest.mark.server
@pytest.mark.parametrize(
    ("command", "code", "damage", "why"),
    [
        ("walk", CODE, without("speech.ftl"), "it lacks speech.ftl, which en-GB has"),
        (
            "serve",
            CODE,
            with_other("call.ftl", "^welcome = .*", "welcome = { nobody"),
            "call.ftl cannot be read where it says welcome = { nobody",
        ),
        ("serve", "kz-KZ", intact, "Babel knows no language of this name"),
        ("walk", "sq-AL", intact, "num2words has no numbers in sq"),
    ],
    ids=["a file is missing", "a message cannot be read", "unknown to Babel", "unknown to num2words"],
)
def test_nothing_starts_with_a_language_that_is_not_complete(
    product: Path, command: str, code: str, damage: Damage, why: str
) -> None:
    folder = write_pseudo_language(languages_of(product))
    damage(folder.rename(folder.with_name(code)))
    done = python(product, "-m", "ivr.cli", command)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"creditline: the language {code} is not complete: {why}\n"
