"""The headings and labels of Danish booklets, with the spellings met so far."""

from __future__ import annotations

from .headings import Headings

DANISH = Headings(
    banners=("Eksperiment", "Forsøg", "Udviklingsprojekt", "Projekt", "Faktaark"),
    labels={
        "institution": ("Institution", "Uddannelsesinstitution", "Skole"),
        "experiment": ("Eksperiment", "Eksperimentets titel", "Forsøg", "Udviklingsprojekt"),
        "programme": ("Program", "Programmet"),
        "track": ("Forsøgsspor", "Forsøgssporet", "Spor"),
        "concepts": ("Koncept", "Koncepter", "Bidraget til"),
    },
    phrases={
        "concepts": (
            "Eksperimentet har bidraget til",
            "Eksperimentet bidrager til",
            "Projektet har bidraget til",
            "Har bidraget til",
        )
    },
    sections={
        "challenge": ("Udfordring", "Udfordringen", "Udfordringer"),
        "hypothesis": (
            "Transformativ hypotese",
            "Transformative hypoteser",
            "Hypotese",
            "Hypotesen",
        ),
        "actions": ("Aktioner", "Aktion", "Aktionerne"),
        "findings": ("Fund", "Fundene", "Fund og resultater", "Resultater"),
        "elements": (
            "Konceptualiserbare elementer",
            "Konceptualiserbart element",
            "Koncepualiserbare elementer",
            "Konceptuliserbare elementer",
        ),
        "attention": ("Opmærksomhedspunkter", "Opmærksomhedspunkt"),
    },
    leads={"actions": ("Udgangspunkt for aktioner", "Udgangspunkt for aktionerne")},
    boxed=frozenset({"attention"}),
    ends=("DEL", "Bilag", "Litteratur", "Litteraturliste", "Kilder", "Referencer"),
)
