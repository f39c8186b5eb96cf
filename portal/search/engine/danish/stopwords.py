"""Words that carry a sentence but not its subject."""

from __future__ import annotations

from .fold import digraphs, fold

_WORDS = """
ad af aldrig alle alt altid anden andet andre at bare begge blev blevet blive bliver bør
da de dem den denne der deres derfor det dette dig din dine disse dit dog du efter ej eller
en end endnu er et fik flere for fordi fra få får fået før gennem gør gøre gjort
ham han hans har have havde her hen hende hendes henholdsvis hos hun hvad hvem hver hvilke
hvilken hvilket hvis hvor hvordan hvorfor hvorhen hvornår i ikke ind ingen intet ja jeg jer
jeres jo kan kom kommer kunne lige man mange med meget mellem men mens mere mest mig min
mine mit mod må måde måtte ned nej noget nogen nogle nok nu når og også om omkring op os
over pga på samme samt se selv ses siden sig sin sine sit skal skulle som stadig så sådan
ta tage tager til under ud uden var ved vi via vil ville vor vores være været
bedre bedst lave laver bruge bruger brug brugt
kære hej tak gerne findes finde find nogensinde mht ift fx bl.a evt osv m.fl
"""

# Not stop words in the index (a title may be made of them); only left out of a query that
# has other words.
STOP_WORDS: frozenset[str] = frozenset(_WORDS.split()) - {"brug", "brugt"}

_ASCII = frozenset(
    form for word in STOP_WORDS for form in (digraphs(word), fold(word)) if not word.isascii()
) - {"far", "for", "made"}


def is_stop_word(surface: str) -> bool:
    """Tell whether the lower-case word, however its letters are typed, is a stop word."""
    return surface in STOP_WORDS or surface in _ASCII
