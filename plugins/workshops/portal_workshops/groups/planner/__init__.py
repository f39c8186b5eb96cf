"""Proposing groups: a pure module that is given plain data and answers with plain data.

`plan(problem)` answers with the best proposal it finds; `greedy.first(problem)` with one at once.
`scoring` says what a proposal is worth and which rules it breaks, `explaining` why each person is
where they are, and what moving somebody would cost. All of them recompute from the problem alone.

The objective, in this order: the most points for wishes by their rank and for colleagues who are
together (`Rules`); then groups as even in size as can be (the largest less the smallest).
"""

from .explaining import Move, Placement, Reason, Why, explain, move
from .greedy import first
from .optimum import plan
from .problem import Date, Facilitator, Option, Person, Problem, Room, Rules
from .scoring import Breach, Group, Proposal, Rule, Value, breaches, value

__all__ = [
    "Breach",
    "Date",
    "Facilitator",
    "Group",
    "Move",
    "Option",
    "Person",
    "Placement",
    "Problem",
    "Proposal",
    "Reason",
    "Room",
    "Rule",
    "Rules",
    "Value",
    "Why",
    "breaches",
    "explain",
    "first",
    "move",
    "plan",
    "value",
]
