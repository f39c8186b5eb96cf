"""The kinds of notices, as features and plugins declare them with the hook `notice_topics`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.notices.models import Channel, Notice
from portal.runtime import portal


@dataclass(frozen=True, slots=True)
class NoticeTopic:
    """One kind of notice. `name` is '<owner>.<what>'; `title` what the settings call it.

    `words(notice)` is called in the reader's language with a notice whose `key`, `params` and
    `by` (the name of who did it, '' for the portal) say what happened, and returns one plain
    sentence; the object itself is named and linked beside it. `default`: 'digest', or 'mail' for
    what is directly one's own, or 'none'.
    """

    name: str
    title: Any
    words: Callable[[Notice], Any]
    default: str = Channel.DIGEST
    icon: str = "bell"


@dataclass(frozen=True, slots=True)
class Declared:
    """A topic and who declared it."""

    owner: str
    topic: NoticeTopic


def topics() -> Mapping[str, Declared]:
    """The topics of everyone who is on, by name; of two with one name the first counts."""
    found: dict[str, Declared] = {}
    dispatch = portal().dispatch
    for owner, answer in dispatch.each("notice_topics"):
        with dispatch.guard(owner, "notice_topics"):
            for topic in answer:
                Channel(topic.default)  # a plugin's mistake is its own, and told as such
                found.setdefault(topic.name, Declared(owner, topic))
    return found


def text_of(notice: Notice, declared: Declared) -> str:
    """The sentence of a notice; the topic's title where its words fail."""
    dispatch = portal().dispatch
    text = ""
    with dispatch.guard(declared.owner, f"words of {declared.topic.name}"):
        text = str(declared.topic.words(notice))
    return text or str(declared.topic.title)
