"""The Danish catalogue of a new plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from portal.plugins.scaffold import Words

#: What stands in the files, and its Danish; both with the words of the plugin.
TEXTS = {
    "{title}": "{title_da}",
    "{Word}": "{Word_da}",
    "A list that colleagues keep together.": "En liste, som kolleger holder sammen.",
    "{title}: add": "{title_da}: tilføje",
    "{title}: edit what others added": "{title_da}: rette det, andre har tilføjet",
    "What colleagues have added.": "Det har kolleger lagt ind.",
    "Add {word}": "Tilføj {word_da}",
    "Edit {word}": "Ret {word_da}",
    "Delete {word}": "Slet {word_da}",
    "Delete {word}?": "Slet {word_da}?",
    "Narrow the list": "Afgræns listen",
    "Words in the title": "Ord i titlen",
    "Narrow": "Afgræns",
    "Title": "Titel",
    "Text": "Tekst",
    "Who": "Hvem",
    "About": "Om",
    "Added": "Tilføjet",
    "Last changed": "Sidst ændret",
    "Nothing fits": "Ingen fund",
    "Try a shorter word.": "Prøv et kortere ord.",
    "Show the whole list": "Vis hele listen",
    "See the whole list": "Se hele listen",
    "Nothing here yet": "Her er tomt endnu",
    "What you add, your colleagues will find here.": "Det, du tilføjer, finder dine kolleger her.",
    "What colleagues add will be shown here.": "Det, kolleger tilføjer, bliver vist her.",
    "Versions": "Versioner",
    "Delete": "Slet",
    "Edit": "Ret",
    "Save": "Gem",
    "Saved.": "Gemt.",
    "Deleted.": "Slettet.",
    "Cancel": "Fortryd",
    "Keep it": "Behold",
    "Not saved": "Ikke gemt",
    "Your changes are saved.": "Dine ændringer er gemt.",
    "There is no text.": "Der er ingen tekst.",
    '"%(title)s" will be gone for good.': "“%(title)s” forsvinder for altid.",
    "Somebody else saved while you wrote": "En anden gemte, mens du skrev",
    "Nothing is lost: your text is below, theirs is here. Save again to keep yours.": (
        "Intet er tabt: din tekst står nedenfor, den andens her. Gem igen for at beholde din."
    ),
    "Choose units or people": "Vælg enheder eller personer",
    "Make it shorter: at most %(max)d characters.": "Gør det kortere: højst %(max)d tegn.",
    "Write a title.": "Skriv en titel.",
    "A few words that colleagues would search for.": "Få ord, som kolleger ville søge efter.",
}


def catalogue(words: Words) -> str:
    """The entries, in the order of their English."""
    given = {
        "title": words.title,
        "title_da": words.title_da,
        "word": words.word,
        "word_da": words.word_da,
        "Word": words.word[:1].upper() + words.word[1:],
        "Word_da": words.word_da[:1].upper() + words.word_da[1:],
    }
    filled = {
        english.format_map(given): danish.format_map(given)
        for english, danish in reversed(TEXTS.items())
    }
    entries = []
    for english in sorted(filled):
        flag = "#, python-format\n" if "%(" in english else ""
        entries.append(f'{flag}msgid "{_quoted(english)}"\nmsgstr "{_quoted(filled[english])}"\n')
    return "\n".join(entries)


def _quoted(text: str) -> str:
    return text.replace('"', '\\"')
