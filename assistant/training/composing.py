"""Composes mails from the corpus' sentences: greeting, courtesy, what decides, more courtesy, signature."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.training.corpus import Letter, Sentence
from assistant.training.slots import Slots, Values
from assistant.understanding.labels import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message to learn from, slots filled.

    Attributes:
        labels: main label first, then what else it is.
        language: two letters.
        sender: From, "" if left out.
        subject: "" if left out.
        body: plain text.
    """

    labels: tuple[Label, ...]
    language: str
    sender: str = ""
    subject: str = ""
    body: str


_PLACES = {
    "salutation": ("salutation", "greeting", "anrede"),
    "opener": ("courtesy", "opener", "earlier", "apology", "compliment", "reference line", "small talk"),
    "ending": ("closing", "questions", "wishes", "stay in touch", "apply again"),
    "farewell": ("sign-off", "sign off"),
    "signature": ("signature",),
    "print": ("disclaimer", "equal opportunity", "no-reply", "privacy", "boilerplate"),
}
"""Where a neutral sentence stands, by words of its kind; all others may stand anywhere in the middle."""

_COMPANIONS = {Label.scheduling: Label.materials, Label.materials: Label.scheduling, Label.offer: Label.materials}
"""What a mail may be besides its main label."""

_TWOFOLD = (0.8, 0.2)
"""Mails with a second intent are more frequent here than in life: with 0.06, 10 of 40 held-out ones are found at the
same probability, with 0.2, 14, and the main labels are told apart no worse."""

_NEIGHBOURS = (Label.confirmation, Label.outreach, Label.offer, Label.update)
_TALKATIVE = (0.4, 0.3, 0.2, 0.1)
"""Receipts, pitches, offers and updates say what they are in several sentences."""


_LENGTHS = (1, 2, 3, 4, 6, 8, 12, 20, 35)
"""Sentences of an ordinary mail: from a line to a long newsletter."""


class Composer:
    """Composes mails from one set of sentences."""

    def __init__(self, written: Sequence[Sentence], values: Values, chance: random.Random) -> None:
        """Sort the sentences by language and by where they may stand."""
        self._values = values
        self._chance = chance
        self._shelves: dict[tuple[str, str], list[Sentence]] = defaultdict(list)
        for sentence in written:
            for place in _places(sentence):
                self._shelves[sentence.language, place].append(sentence)

    def compose(self, decisive: Sentence) -> Mail:
        """Compose a mail about an application around one sentence that decides."""
        language = decisive.language
        slots = Slots(self._values, language, self._chance)
        labels, verdict = self._verdict(decisive)
        parts = [
            self._some(language, "salutation", (0.1, 0.9)),
            self._opening(decisive),
            verdict,
            self._some(language, "middle", (0.35, 0.3, 0.2, 0.1, 0.05)),
            self._some(language, "ending", (0.3, 0.45, 0.25)),
            self._some(language, "farewell", (0.15, 0.85)),
            self._some(language, "signature", (0.25, 0.65, 0.1)),
            self._some(language, "print", (0.7, 0.2, 0.1)),
        ]
        return Mail(
            labels=labels,
            language=language,
            subject=slots.fill(slots.one_of("subjects")),
            body=slots.fill(self._layout(parts)),
        )

    def compose_ordinary(self, first: Sentence) -> Mail:
        """Compose a mail that is about no application, short or long, around one of its sentences."""
        language, own = first.language, f"ordinary {first.kind}"
        slots = Slots(self._values, language, self._chance)
        strange = [self._chance.random() < 0.15 for _ in range(self._chance.choice(_LENGTHS) - 1)]
        drawn = [self._draw(language, Label.unrelated.value if other else own) for other in strange]
        texts = list(dict.fromkeys([first.text, *drawn]))
        self._chance.shuffle(texts)
        parts = [
            self._some(language, "salutation", (0.5, 0.5)),
            texts[:3],
            texts[3:8],
            *([text] for text in texts[8:]),
            self._some(language, "farewell", (0.6, 0.4)),
            self._some(language, "signature", (0.7, 0.3)),
        ]
        subject = "".join(self._some(language, own, (0.3, 0.7)))
        body = self._layout(parts)
        return Mail(labels=(Label.unrelated,), language=language, subject=slots.fill(subject), body=slots.fill(body))

    def _verdict(self, decisive: Sentence) -> tuple[tuple[Label, ...], list[str]]:
        """Return the labels and the deciding sentences: mostly one, at times more, at times of a second label."""
        assert decisive.label is not None
        label, language = decisive.label, decisive.language
        more = self._some(language, label.value, _TALKATIVE if label in _NEIGHBOURS else (0.75, 0.2, 0.05))
        companion = _COMPANIONS.get(label)
        second = self._some(language, companion.value, _TWOFOLD) if companion else []
        labels = (label, companion) if companion and second else (label,)
        return labels, [decisive.text, *more, *second]

    def _opening(self, decisive: Sentence) -> list[str]:
        """Courtesy before the verdict; at times the very words of a receipt, which are a courtesy in any other mail."""
        language = decisive.language
        receipt = decisive.label is Label.confirmation
        return [
            *self._some(language, "opener", (0.35, 0.45, 0.2)),
            *self._some(language, "thanks", (1.0,) if receipt else (0.75, 0.25)),
            *self._some(language, "middle", (0.8, 0.14, 0.06)),
        ]

    def _some(self, language: str, place: str, odds: tuple[float, ...]) -> list[str]:
        """Draw no, one, two ... different sentences for a place, with these odds."""
        if not self._shelves.get((language, place)):
            return []
        count = self._chance.choices(range(len(odds)), odds)[0]
        return list(dict.fromkeys(self._draw(language, place) for _ in range(count)))

    def _draw(self, language: str, place: str) -> str:
        shelf = self._shelves[language, place]
        return self._chance.choices(shelf, [sentence.weight for sentence in shelf])[0].text

    def _layout(self, parts: Sequence[Sequence[str]]) -> str:
        """Join sentences to paragraphs; at times, as in life, without blank lines between them."""
        gap = "\n" if self._chance.random() < 0.1 else "\n\n"
        return gap.join(" ".join(part) for part in parts if part)


def fill(letter: Letter, values: Values, chance: random.Random) -> Mail:
    """Fill the slots of a whole letter."""
    slots = Slots(values, letter.language, chance)
    return Mail(
        labels=letter.labels,
        language=letter.language,
        sender=slots.fill(letter.sender),
        subject=slots.fill(letter.subject),
        body=slots.fill(letter.body),
    )


def _places(sentence: Sentence) -> Iterator[str]:
    """Yield the shelves a sentence belongs on."""
    if sentence.label is None:
        named = (place for place, kinds in _PLACES.items() if any(kind in sentence.kind for kind in kinds))
        yield next(named, "middle")
        return
    yield sentence.label.value
    if sentence.label is Label.unrelated:
        yield f"ordinary {sentence.kind}"
    if sentence.label is Label.confirmation and "thanks" in sentence.kind:
        yield "thanks"
