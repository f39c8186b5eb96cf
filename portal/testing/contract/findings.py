"""What a rule finds, and the code of each kind of finding."""

from __future__ import annotations

from dataclasses import dataclass

#: Every code: what it says, in the words of docs/plugins/contract.md.
CODES: dict[str, str] = {
    "M1": "the plugin cannot be loaded",
    "M2": "the manifest is incomplete or contradicts the distribution",
    "M3": "no hook has that name, or a hook was forgotten to be marked",
    "M4": "a hook takes an argument it is not given",
    "I1": "the core is imported past portal.api",
    "I2": "another plugin is imported",
    "D1": "a table's name does not begin with the plugin's",
    "D2": "a table is not marked as the plugin's (owned_by)",
    "D3": "a foreign key leads to a table it may not depend on",
    "D4": "a foreign key does not say what happens when its target goes (ondelete)",
    "D5": "an attribute is written on a model of the core",
    "D6": "the migrations do not run up, down and up again",
    "D7": "models and migrations disagree",
    "D8": "a migration changes or loses what is not the plugin's",
    "D9": "a migration depends on code that will change",
    "R1": "a route does not say who may open it",
    "R2": "a route wants a permission nobody declares",
    "R3": "a blueprint is not named after the plugin",
    "R4": "an address takes one of the portal's",
    "R5": "a page fails",
    "N1": "a permission is not named after the plugin, or names a role there is not",
    "N2": "a job's topic is not named after the plugin, or a schedule has no job",
    "N3": "a kind's name is taken",
    "N4": "a command's name is taken",
    "N5": "templates stand outside the plugin's own folder",
    "O1": "a plugin that is switched off leaves a trace",
    "F1": "a failure of the plugin takes a page of the portal along",
    "P1": "what is kept about a person is not exported",
    "P2": "the export of a person's data fails or is no JSON",
    "P3": "what is kept about a person is not erased",
    "P4": "a column refers to people and the export is silent about it",
    "P5": "what a person keeps cannot be handed over",
    "T1": "a text cannot be translated",
    "T2": "a text has no Danish",
    "W1": "the wheel differs from the folder",
    "X1": "a rule could not be tried",
    "X2": "something could not be tried here",
}
#: Worth saying, no reason to refuse a plugin.
WARNINGS = {"D9", "T1", "T2", "X2"}


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong, and where; `path` is empty where no one place is to blame."""

    path: str
    line: int
    code: str
    text: str

    @property
    def is_warning(self) -> bool:
        """Whether it is worth saying only."""
        return self.code in WARNINGS

    def __str__(self) -> str:
        """`path:line: CODE text`, as linters say it."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.code} {self.text}" if place else f"{self.code} {self.text}"


class ContractWarning(UserWarning):
    """A finding that is worth saying only."""
