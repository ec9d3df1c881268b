"""What went to a server, byte by byte, held against the promise; written without a look at the program's own list."""

import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.utils import getaddresses

_NAME = r'"(?:[^"\\]|\\.)*"'
_ITEM = r"(?:UID|FLAGS|INTERNALDATE|RFC822\.SIZE|BODYSTRUCTURE|BODY\.PEEK\[[^\]{}]*\](?:<\d+\.\d+>)?)"
_READING = re.compile(
    rf"CAPABILITY|NOOP|LOGOUT|IDLE|LOGIN {_NAME} {_NAME}|EXAMINE {_NAME}|STATUS {_NAME} \([A-Z ]+\)"
    rf'|LIST "" (?:{_NAME}|\({_NAME}(?: {_NAME})*\))(?: RETURN \(STATUS \([A-Z ]+\)\))?'
    rf"|UID SEARCH [^{{}}]+|UID FETCH [\d,:]+ \({_ITEM}(?: {_ITEM})*\)"
)
"""Changes nothing: folders are opened by EXAMINE, bodies read by PEEK."""

_COMPARING = {
    'EXAMINE "Drafts"': "UID FETCH (UID BODY.PEEK[])",
    'EXAMINE "INBOX"': "UID FETCH (UID FLAGS BODY.PEEK[])",
}
"""What must have been looked at before a message may go: a draft's bytes, a digest's and its flags."""

_COMMAND = re.compile(r"[A-Z]+\d+ (?P<command>[ -~]+)")


def changes(connections: Iterable[bytes]) -> list[str]:
    """Return the commands that change something, in order, numbers of messages left out.

    Raises:
        AssertionError: something was sent that was not promised.
    """
    return [told for sent in connections for told in _changes(_commands(bytes(sent)))]


def _commands(sent: bytes) -> Iterator[str]:
    """Split what one connection sent; every byte belongs to a command, the literal of one, or the end of IDLE."""
    command = ""
    while sent:
        line, end, sent = sent.partition(b"\r\n")
        assert end, f"half a line: {line!r}"
        if command == "IDLE" and line == b"DONE":
            command = ""
            continue
        told = _COMMAND.fullmatch(line.decode("ascii"))
        assert told, f"no command: {line!r}"
        command = told["command"]
        if literal := re.search(r" \{(\d+)\}$", command):
            size = int(literal[1])
            assert sent[size : size + 2] == b"\r\n", f"not as long as announced: {command}"
            _insist_it_is_no_forgery(command, sent[:size])
            command, sent = command[: literal.start()], sent[size + 2 :]
        yield command


def _insist_it_is_no_forgery(command: str, raw: bytes) -> None:
    """Into INBOX goes nothing but the digest: from the user to himself, and said to be made by a machine."""
    if command.startswith('APPEND "INBOX"'):
        message = message_from_bytes(raw)
        sender, to = ([address for _, address in getaddresses(message.get_all(name, []))] for name in ("From", "To"))
        assert len(sender) == 1 and sender == to and message["Auto-Submitted"] == "auto-generated", command


def _changes(commands: Iterable[str]) -> Iterator[str]:
    opened, compared, marked = "", set[tuple[str, str]](), ""
    for command in commands:
        verb, folder, number = _taken_apart(command)
        if verb in ("EXAMINE", "SELECT"):
            opened, marked = f"{verb} {folder}", ""
        if _COMPARING.get(opened) == command.replace(f" {number} ", " "):
            compared.add((opened.replace("EXAMINE", "SELECT"), number))
        if _READING.fullmatch(command):
            continue
        if marked:
            assert command == f"UID EXPUNGE {marked}", command
            marked = ""
        elif command == rf"UID STORE {number} +FLAGS.SILENT (\Deleted)":
            assert (opened, number) in compared, f"{command} after {opened}"
            marked = number
        elif verb == "UID STORE":
            assert re.fullmatch(r"[+-]FLAGS\.SILENT \(\$Job[A-Za-z]+(?: \$Job[A-Za-z]+)*\)", command.split(" ", 3)[3])
            assert opened.startswith("SELECT") and opened != 'SELECT "Drafts"', f"{command} after {opened}"
        else:
            assert verb == "SELECT" or command in (r'APPEND "Drafts" (\Draft \Seen)', 'APPEND "INBOX" ()'), command
        yield command.replace(f" {number} ", " ").removesuffix(f" {number}") if number else command


def _taken_apart(command: str) -> tuple[str, str, str]:
    """Return a command's verb, the folder it names and the one message it names, "" where it names none."""
    verb = re.match(r"(?:UID )?[A-Z]+", command)
    assert verb, command
    rest = command.removeprefix(verb[0]).strip()
    return verb[0], rest if rest.startswith('"') else "", next(iter(re.findall(r"\A\d+(?= |\Z)", rest)), "")
