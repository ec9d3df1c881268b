"""Who can be answered, and why: used by classifier, etiquette and reply alike."""

from dataclasses import dataclass

from assistant.mail import platforms, unanswered
from assistant.mail.headers import Address
from assistant.mail.message import Message
from assistant.mail.platforms import Kind, registrable

__all__ = ["Answerable", "Kind", "answerable", "kind_of", "platform_of", "registrable"]

_REPLIES_BY_MACHINE = ("Auto-Submitted: auto-replied", "Content-Type", "X-Auto", "Precedence: auto")
_SUPPRESSION = "X-Auto-Response-Suppress"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerable:
    """Whether a reply would reach a person.

    Attributes:
        yes: whether a draft may be addressed.
        address: to whom, None if not.
        because: one sentence for the user, true in both cases.
    """

    yes: bool
    address: Address | None = None
    because: str


def kind_of(domain: str) -> Kind:
    """Return what a domain is known as; matches the full domain or a dot-suffix, never a substring."""
    platform = platforms.find(domain)
    if platform:
        return platform.kind
    return Kind.free_mail if platforms.is_free_mail(domain) else Kind.other


def platform_of(domain: str) -> str | None:
    """Return the platform's name ("Greenhouse") for a domain of the table, None for any other."""
    platform = platforms.find(domain)
    return platform.name if platform else None


def answerable(message: Message, *, own: frozenset[str] = frozenset(), known_thread: bool = False) -> Answerable:
    """Judge whether, and to which address, a reply to this message reaches a person.

    Mail that says it comes from a machine or a list is answered only where the address is known to pass replies on, or
    the user has written in the thread before; a machine's reply is never answered.

    Args:
        message: the mail to answer.
        own: the user's own addresses, lower case; mail from them is never answered.
        known_thread: the user has written in this thread before, or a person wrote to him alone, so bulk headers do not
            silence it.
    """
    targets = [address for address in message.reply_to if not _is_own(address, own)]
    targets = targets or ([message.sender] if message.sender else [])
    relay = next((address for address in targets if _is_relay(address)), None)
    target = relay or next((address for address in targets if not _dead(address)), None)
    refusal = (
        _not_to_be_answered(message, own, targets)
        or _machine(message, excused=known_thread or relay is not None)
        or (_dead(targets[0]) if target is None else "")
        or _told_not_to(message)
        or _bulk(message, excused=known_thread or relay is not None)
    )
    if refusal or target is None:
        return Answerable(yes=False, because=refusal)
    return Answerable(yes=True, address=target, because=_reason(message, target, passes_on=target is relay))


def _not_to_be_answered(message: Message, own: frozenset[str], targets: list[Address]) -> str:
    if message.forwarded:
        return "It was forwarded by hand, so whoever wrote it did not write to you."
    if message.sender and _is_own(message.sender, own):
        return "You wrote it yourself."
    if not targets:
        return "It names no address that could be answered."
    return ""


def _machine(message: Message, *, excused: bool) -> str:
    """Return why a machine's mail is not answered; machines that merely send for a person are excused."""
    if not message.automatic:
        return ""
    replied = message.automatic.startswith(_REPLIES_BY_MACHINE) and message.automatic != _SUPPRESSION
    if excused and not replied:
        return ""
    return f"A machine wrote it ({message.automatic})."


def _dead(address: Address) -> str:
    """Return why nobody reads what is sent to an address, "" if somebody may."""
    if "." not in address.domain:
        return f"{address.address} is no address on the internet."
    platform = platforms.find(address.domain)
    local = address.address.rpartition("@")[0]
    if platforms.is_relay(local, platform):
        return ""
    if platforms.NO_REPLY.search(local) or address.key == "calendar-notification@google.com":
        return f"Nobody reads what is sent to {address.address}."
    if platform and not platform.person:
        return f"{address.address} is {platform.name}'s sending address, and it names no other to reply to."
    return ""


def _told_not_to(message: Message) -> str:
    sentence = unanswered.find(f"{message.body.text} {message.body.signature}")
    return f'It says itself not to be answered: "{sentence}".' if sentence else ""


def _bulk(message: Message, *, excused: bool) -> str:
    """Return why bulk mail is not answered; platforms put list headers on personal mail too."""
    known = message.sender is not None and platforms.find(message.sender.domain) is not None
    if not message.bulk or excused or known:
        return ""
    return f"It was sent to many ({message.bulk})."


def _reason(message: Message, target: Address, *, passes_on: bool) -> str:
    if passes_on:
        name = platform_of(target.domain)
        return f"{name or 'The system behind ' + target.domain} passes replies to {target.address} on to a person."
    if message.reply_to and target in message.reply_to:
        return f"Its Reply-To names {target.address}, which looks like a person's."
    return f"{target.address} looks like a person's address."


def _is_relay(address: Address) -> bool:
    local = address.address.rpartition("@")[0]
    dead_name = platforms.NO_REPLY.search(local) is not None
    return not dead_name and platforms.is_relay(local, platforms.find(address.domain))


def _is_own(address: Address, own: frozenset[str]) -> bool:
    """Whether it is one of the user's addresses, a tag after "+" left aside."""
    local, _, domain = address.key.rpartition("@")
    return address.key in own or f"{local.partition('+')[0]}@{domain}" in own
