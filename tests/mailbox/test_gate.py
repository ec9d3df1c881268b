"""Whatever is written to a server passes one gate; these are its laws."""

import pytest

from assistant.mailbox.imap.gate import POSTING, ForbiddenError, Gate, putting, tagging, withdrawing

READING = [
    "IDLE", "AUTHENTICATE XOAUTH2", "AUTHENTICATE OAUTHBEARER", "AUTHENTICATE LOGIN",
    "AUTHENTICATE PLAIN AGE=", "GETQUOTAROOT INBOX",
    "CAPABILITY", "NOOP", "LOGOUT", "STARTTLS", 'LOGIN "a" "b\\"c"', 'LIST "" "*"',
    'STATUS "INBOX" (UIDNEXT UIDVALIDITY)', 'LIST "" ("INBOX" "Drafts") RETURN (STATUS (UIDNEXT UIDVALIDITY))',
    'EXAMINE "INBOX"', "UID SEARCH UID 1:20000 UNDRAFT", "UID SEARCH OR UID 5:* SINCE 1-Nov-2026",
    'UID SEARCH HEADER MESSAGE-ID "<a@b>"', "UID FETCH 1,3:5 (UID FLAGS)", "UID FETCH 1 (UID BODY.PEEK[])",
    "UID FETCH 1 (UID BODY.PEEK[1.2]<0.1048576> BODY.PEEK[HEADER]<0.10>)",
    "UID FETCH 1 (UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID TO)])",
]  # fmt: skip

NEVER = [
    "STORE 1 +FLAGS (\\Seen)", "UID STORE 1 +FLAGS.SILENT (\\Deleted)", "UID STORE 1 +FLAGS.SILENT ($JobOffer)",
    "EXPUNGE", "UID EXPUNGE 1", "CLOSE", 'SELECT "INBOX"', 'CREATE "x"', 'DELETE "x"', 'RENAME "x" "y"',
    'UID COPY 1 "x"', 'UID MOVE 1 "x"', 'APPEND "Drafts" (\\Draft \\Seen) {5}', 'APPEND "INBOX" {5}',
    "UID FETCH 1 (UID BODY[])", "UID FETCH 1 (RFC822)", "UID FETCH 1 (UID BODY[1])", "FETCH 1 (FLAGS)",
    "ENABLE UTF8=ACCEPT", "DONE", 'SETACL "x" y z', 'SUBSCRIBE "x"', "AUTHENTICATE NTLM",
    "AUTHENTICATE PLAIN a b", "SETQUOTA INBOX (STORAGE 1)", "LOGIN a b", "XATOM", "",
    "UID SEARCH HEADER MESSAGE-ID {5}", "COMPRESS DEFLATE", "NOOP x", "noop",
]  # fmt: skip


def through(gate: Gate, command: str) -> bytes:
    return gate.pass_on(f"AAAA1 {command}\r\n".encode("latin-1"))


@pytest.mark.parametrize("command", READING)
def test_reading_is_always_allowed(command: str) -> None:
    """Nothing on this list changes a mailbox."""
    assert through(Gate(), command) == f"AAAA1 {command}\r\n".encode()


@pytest.mark.parametrize("command", NEVER)
def test_whatever_is_on_no_list_is_never_sent(command: str) -> None:
    """A library that would select, flag, move or delete, now or after an update, is stopped here."""
    with pytest.raises(ForbiddenError):
        through(Gate(), command)


@pytest.mark.parametrize(
    "line",
    ['UID SEARCH HEADER MESSAGE-ID "x"\r\nX1 CREATE pwned', 'EXAMINE "a\rb"', 'EXAMINE "a\nb"', 'EXAMINE "a\x00"',
     'EXAMINE "ä"', 'EXAMINE "a" "b"', 'EXAMINE "a"b"'],
)  # fmt: skip
def test_no_line_hides_a_second_command(line: str) -> None:
    """A Message-ID or folder name is chosen by strangers."""
    with pytest.raises(ForbiddenError):
        through(Gate(), line)


@pytest.mark.parametrize(
    ("command", "allowed", "refused"),
    [("IDLE", [b"DONE"], b"DONE 2"), ("AUTHENTICATE PLAIN", [b"AGE=", b"", b"*"], b"a b"), ("NOOP", [], b"DONE")],
)
def test_a_command_goes_on_only_in_its_own_way(command: str, allowed: list[bytes], refused: bytes) -> None:
    """A line without a tag answers the server; what could be a command has a tag and is judged as one."""
    gate = Gate()
    through(gate, command)

    assert [gate.pass_on(line + b"\r\n") for line in allowed] == [line + b"\r\n" for line in allowed]
    with pytest.raises(ForbiddenError):
        gate.pass_on(refused + b"\r\n")
    through(gate, "NOOP")
    with pytest.raises(ForbiddenError):
        gate.pass_on(b"*\r\n")


def test_a_command_leaves_in_one_piece() -> None:
    """Pieces would wait for each other on the way (Nagle), and a piece is nothing that can be judged."""
    gate = Gate()
    pieces = [gate.pass_on(piece) for piece in (b"AAAA1 UID", b" SEARCH ", b"UID 1:*", b"\r\n")]

    assert pieces == [b"", b"", b"", b"AAAA1 UID SEARCH UID 1:*\r\n"]


def test_a_permit_holds_for_its_folder_and_message_and_ends() -> None:
    """What one step may change, no other may."""
    gate = Gate()
    with gate.permitting(withdrawing(b'"Drafts"', 7)):
        assert through(gate, 'SELECT "Drafts"')
        assert through(gate, r"UID STORE 7 +FLAGS.SILENT (\Deleted)")
        assert through(gate, "UID EXPUNGE 7")
        for command in ('SELECT "INBOX"', r"UID STORE 8 +FLAGS.SILENT (\Deleted)", "UID EXPUNGE 7:8", "EXPUNGE"):
            with pytest.raises(ForbiddenError):
                through(gate, command)

    with pytest.raises(ForbiddenError):
        through(gate, "UID EXPUNGE 7")


def test_the_tag_step_stores_our_keywords_alone() -> None:
    """Stars, read marks and the like are the user's."""
    gate = Gate()
    with gate.permitting(tagging(b'"INBOX"', b"7")):
        assert through(gate, "UID STORE 7 -FLAGS.SILENT ($JobOffer $JobUpdate)")
        for flags in (r"(\Seen)", r"($JobOffer \Seen)", "($Forwarded)", "()"):
            with pytest.raises(ForbiddenError):
                through(gate, f"UID STORE 7 +FLAGS.SILENT {flags}")
        with pytest.raises(ForbiddenError):
            through(gate, "UID STORE 7 FLAGS.SILENT ($JobOffer)")


def test_an_append_goes_to_the_one_folder_with_as_much_as_announced() -> None:
    """The bytes of a draft are free to say anything, so their end must be certain."""
    gate = Gate()
    with gate.permitting(putting(b'"Drafts"')):
        assert through(gate, r'APPEND "Drafts" (\Draft \Seen) {6}')
        assert gate.pass_on(b"a\r\nb\r\n") == b""
        assert gate.pass_on(b"\r\n") == b"a\r\nb\r\n\r\n"
        through(gate, r'APPEND "Drafts" (\Draft \Seen) {2}')
        with pytest.raises(ForbiddenError):
            gate.pass_on(b"ab\r\nAAAA2 EXPUNGE\r\n")


def test_into_inbox_goes_the_digest_alone() -> None:
    """Where mail arrives nothing else may ever be put, and not as if it had been read."""
    gate = Gate()
    with gate.permitting(POSTING, only=b"digest"):
        for command in (r'APPEND "INBOX" (\Seen) {6}', 'APPEND "Drafts" () {6}', 'APPEND "INBOX" {6}', "EXPUNGE"):
            with pytest.raises(ForbiddenError):
                through(gate, command)
        assert through(gate, 'APPEND "INBOX" () {6}')
        assert gate.pass_on(b"digest\r\n") == b"digest\r\n"
        through(gate, 'APPEND "INBOX" () {6}')
        with pytest.raises(ForbiddenError):
            gate.pass_on(b"other!\r\n")

    with pytest.raises(ForbiddenError):
        through(gate, 'APPEND "INBOX" () {6}')


def test_a_literal_the_server_refused_is_forgotten() -> None:
    """The next command must not be taken for the draft's bytes, or it would wait for ever."""
    gate = Gate()
    with gate.permitting(putting(b'"Drafts"')):
        through(gate, r'APPEND "Drafts" (\Draft \Seen) {6}')

    assert through(gate, "LOGOUT")


def test_a_refusal_never_shows_what_was_to_be_sent() -> None:
    """It may be the password."""
    with pytest.raises(ForbiddenError) as refused:
        through(Gate(), 'LOGIN "a" hunter2"')

    assert "hunter2" not in str(refused.value)
