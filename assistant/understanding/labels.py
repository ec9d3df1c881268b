"""The labels, and what a classifier says of one message."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from assistant.mail.message import Message


class Label(StrEnum):
    """What a message is to a job seeker. The annotators' codebook; a message has one main label, and may have others.

    rejection: the reader's application or candidacy is turned down, also after interviews, by an agency for its
        client, or because the role is filled, closed or cancelled. Not: a conditional ("if you are not selected"),
        hiring on hold, a refusal that is not about a job.
    scheduling: wants a conversation, interview, on-site or trial day with the reader at some time: invites, proposes,
        asks for availability, links to a booking page, confirms, moves, cancels to rebook, reminds of one.
        Not: a receipt describing interviews to come.
    materials: asks the reader to send or fill in something for an application: references, portfolio, certificates,
        work permit, salary expectation, forms, questions, an assessment to do, an application to complete.
        Not: job alerts and profile nudges of a platform.
    offer: a job offer to the reader is made or its terms are stated. Not: a pitch for a vacancy.
    confirmation: acknowledges an application or documents received.
    outreach: unsolicited pitch about a job by a recruiter or sourcer.
    update: anything else about a running application: still in process, delayed, on hold, moved ahead without asking
        anything, assessment received, feedback given, survey, withdrawal acknowledged, portal account.
    unrelated: everything else, job alerts, newsletters, career marketing and refusals not about jobs included.
    """

    rejection = "rejection"
    scheduling = "scheduling"
    materials = "materials"
    offer = "offer"
    confirmation = "confirmation"
    outreach = "outreach"
    update = "update"
    unrelated = "unrelated"


ABOUT_A_JOB = frozenset(Label) - {Label.unrelated}

DRAFTED = frozenset({Label.rejection, Label.scheduling, Label.materials, Label.offer})
"""What a letter answers without being asked to, so what must hardly ever be wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the classifier says of one message.

    Attributes:
        label: the best label, even when not sure.
        sure: sure enough to act on; if false the result is *unsure* and nothing is drafted.
        also: further labels that passed their own thresholds, best first.
        probabilities: calibrated probability in [0, 1] for every label; they need not sum to 1 (one-vs-rest).
        evidence: the sentences that spoke for the label, strongest first, as written.
    """

    label: Label
    sure: bool
    also: tuple[Label, ...] = ()
    probabilities: Mapping[Label, float]
    evidence: tuple[str, ...] = ()

    @property
    def probability(self) -> float:
        """The best label's probability, in [0, 1]."""
        return self.probabilities[self.label]

    @property
    def intents(self) -> tuple[Label, ...]:
        """Every label sure enough to act on, main one first; empty when unsure."""
        return (self.label, *self.also) if self.sure else ()


Classify = Callable[[Message], Verdict]
