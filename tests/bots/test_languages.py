"""The catalogues: complete, in step with the phrases and with what is compiled, and spoken through a whole journey."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import bots.languages
from bots import commands
from bots.inbound import Asked, GenerationFailed, Pressed
from bots.languages import LANGUAGES, choose_language, say_counted, speak
from core.domain import generations, photos, reasons, teams
from core.domain.refusals import Refusal
from sandbox.telegram.person import Person
from tests.bots.rehearsal import Rehearsal, read_toasts
from tests.bots.stage import MIA, Stage
from tests.house.sources import ROOT

FOLDER = Path(bots.languages.__file__).parent
KEYWORDS = {"say": None, "mark": None, "say_counted": (1, 2)}
TRANSLATED = sorted(set(LANGUAGES) - {"en"})
Id = str | tuple[str, ...]


def read_catalogue(language: str, kind: str) -> Catalog:
    path = FOLDER / language / "LC_MESSAGES" / f"closeup.{kind}"
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="closeup") if kind == "po" else read_mo(file)


def list_texts(catalogue: Catalog) -> dict[Id, Id]:
    return {_freeze(message.id): _freeze(message.string) for message in catalogue if message.id}


def _freeze(text: object) -> Id:
    return text if isinstance(text, str) else tuple(text)  # type: ignore[arg-type] # a message has one or several forms


def find_phrases() -> set[Id]:
    """Every phrase in our sources that is said, and every sentence of the domain that a chat shows."""
    found: set[Id] = set()
    for file in ("bots/phrases.py", "bots/commands.py", "bots/counting.py", "bots/slack/words.py"):
        found |= {_freeze(m[1]) for m in extract_from_file("python", ROOT / file, keywords=KEYWORDS)}
    found |= {text for pair in photos.SENTENCES.values() for text in pair} | set(photos.HINTS.values())
    found |= set(reasons.SENTENCES.values())
    for refusal in walk_refusals(Refusal):
        if refusal.__module__ in (teams.__name__, generations.__name__, "core.services.people"):
            found |= {text for text in (refusal.sentence, refusal.mend) if text}
    return found


def walk_refusals(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    for refusal in kind.__subclasses__():
        yield refusal
        yield from walk_refusals(refusal)


def list_strings() -> set[str]:
    """Every string that stands in the sources of the bots and the core."""
    found = set()
    for path in [*ROOT.glob("bots/**/*.py"), *ROOT.glob("core/**/*.py")]:
        nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        found |= {
            node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    return found


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_phrase_is_translated(language: str) -> None:
    texts = list_texts(read_catalogue(language, "po"))
    assert find_phrases() - set(texts) == set()
    assert [id_ for id_, text in texts.items() if not text or not all(text)] == []
    assert not any(message.fuzzy for message in read_catalogue(language, "po") if message.id)


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_of_a_phrase_that_is_gone(language: str) -> None:
    strings = list_strings()
    forms = [
        form
        for id_ in list_texts(read_catalogue(language, "po"))
        for form in ([id_] if isinstance(id_, str) else id_)
    ]
    assert [form for form in forms if form not in strings] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_compiled_is_what_is_written(language: str) -> None:
    """`pybabel compile -d bots/languages -D closeup` brings them in step again."""
    assert list_texts(read_catalogue(language, "mo")) == list_texts(read_catalogue(language, "po"))


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_translation_has_the_same_places_to_fill(language: str) -> None:
    for id_, text in list_texts(read_catalogue(language, "po")).items():
        for form in [text] if isinstance(text, str) else text:
            original = id_ if isinstance(id_, str) else id_[0]
            assert list_fields(form) == list_fields(original), form


def list_fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize(
    "language, count, words",
    [("en", 1, "1 credit"), ("en", 0, "0 credits"), ("de", 1, "1 Foto"), ("de", 2, "2 Fotos")],
)
def test_plurals(language: str, count: int, words: str) -> None:
    with speak(language):
        unit = "photo" if "Foto" in words else "credit"
        assert say_counted(f"{{n}} {unit}", f"{{n}} {unit}s", count) == words


@pytest.mark.parametrize(
    "tag, language",
    [(None, "en"), ("", "en"), ("de", "de"), ("de-AT", "de"), ("DE_ch", "de"), ("fr", "en"), ("../x", "en")],
)
def test_a_platforms_tag_chooses_a_language_we_have(tag: str | None, language: str) -> None:
    assert choose_language(tag) == language


def test_a_whole_journey_in_german() -> None:
    """No English is left but what the contract fixes: the styles' names and the confirm button's first word."""
    chat = Rehearsal(language="de")
    chat.start("GOOD")
    assert "Bist du damit einverstanden?" in chat.last.text
    chat.tap("Ich stimme zu")
    chat.send_photos(7)
    chat.judge_all(photos.PhotoProblem.NO_FACE)
    assert "6 von 6-14 Fotos bereit, 1 zu ersetzen:\n#1 ich sehe kein Gesicht." in chat.status.text
    chat.tap("Weiter")
    assert chat.choice.labels == ["Professional", "Casual", "Creative", "LinkedIn"]
    chat.tap("Casual")
    assert "Dein Guthaben: 3 → 2." in chat.choice.text
    assert chat.choice.labels == ["Generate (1 Credit)", "Anderer Stil", "Abbrechen"]
    chat.tap("Generate (1 Credit)")
    chat.progress(2)
    assert "2 von 4" in chat.choice.text
    chat.complete()
    assert (
        chat.last.text == "Du hast noch 2 Credits.\nTippe auf einen Stern, um deinen Favoriten zu markieren."
    )
    said = "\n".join(shown.text + " ".join(shown.labels) for shown in chat.shown)
    assert [word for word in (" your ", " you ", "Send ", " the ") if word in said] == []


def test_refusals_come_in_the_persons_language() -> None:
    chat = Rehearsal(language="de")
    chat.start("USED")
    assert chat.last.text == "Diese Einladung wurde schon benutzt. Bitte deinen Admin um eine eigene."
    assert read_toasts(chat.hear(Pressed("stop", "", "g9", "tap"))) == ["Dieser Knopf gilt nicht mehr."]


@pytest.mark.parametrize(
    "code, reason, said",
    [
        ("generator_slow", "The picture service took too long.", "Der Bilderdienst hat zu lange gebraucht."),
        (
            "generator_off",
            "Replicate does not accept our token.",
            "Der Bilderdienst ist hier nicht eingerichtet.",
        ),
        ("of_a_later_release", "Something new.", "Beim Erstellen deiner Headshots ist etwas schiefgegangen."),
        ("", "As it was noted before.", "As it was noted before."),
    ],
)
def test_a_failure_is_told_in_the_persons_language(code: str, reason: str, said: str) -> None:
    chat = Rehearsal(language="de")
    chat.hear(GenerationFailed("g1", reason, 3, code))
    assert chat.last.text == f"Das hat leider nicht geklappt. {said} Dein Credit ist zurück (Guthaben 3)."


def test_the_language_can_be_chosen() -> None:
    chat = Rehearsal()
    chat.hear(Asked("language"))
    assert chat.last.labels == ["English", "Deutsch"]
    chat.tap("Deutsch")
    assert chat.last.text == "Ich spreche jetzt Deutsch mit dir."
    assert read_toasts(chat.hear(Pressed("language", "xx", "", "tap"))) != [""]
    assert chat.language == "de"


def test_help_lists_every_command_in_both() -> None:
    for language in LANGUAGES:
        with speak(language):
            assert all(f"/{command} - " in commands.help_text() for command in commands.COMMANDS)


async def test_telegrams_language_is_kept_until_another_is_chosen(lite_stage: Stage) -> None:
    async with Person(lite_stage.url, MIA, "Mia", "de") as mia:
        await lite_stage.say(mia, "/start")
        assert "Ich mache Headshots für Teams" in (await mia.read_chat()).find_from_bot()[-1].text
        assert lite_stage.find_conversation().language == "de"
        await lite_stage.say(mia, "/language")
        await lite_stage.tap(mia, "English")
        await lite_stage.say(mia, "/start")
        assert "I make headshots for teams" in (await mia.read_chat()).find_from_bot()[-1].text
        assert lite_stage.find_conversation().language == "en"


async def test_the_menu_has_its_commands_in_each_language(lite_stage: Stage) -> None:
    await lite_stage.face.set_commands()
    asked = [call.parameters for call in lite_stage.list_calls("setMyCommands")]
    assert [parameters.get("language_code") for parameters in asked] == [None, "de"]
