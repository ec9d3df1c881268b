"""Laws of single fields: addresses, encoded words, parameters."""

import pytest

from assistant.mail.headers import Address, Headers, parse_addresses
from assistant.mail.words import decode_words, read_parameters

NORA = "nora@acme.example"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (NORA, [("", NORA)]),
        (f"Nora Feld <{NORA}>", [("Nora Feld", NORA)]),
        (f'"Feld, Nora (HR)" <{NORA}>', [("Feld, Nora (HR)", NORA)]),
        (f"Feld, Nora <{NORA}>, b@c.example", [("Feld, Nora", NORA), ("", "b@c.example")]),
        (f"{NORA} (Nora Feld)", [("Nora Feld", NORA)]),
        (f"Team: Nora <{NORA}>, b@c.example; d@e.example", [("Nora", NORA), ("", "b@c.example"), ("", "d@e.example")]),
        (f"=?utf-8?q?J=C3=B6rg=2C_x=40y?= <{NORA}>", [("Jörg, x@y", NORA)]),
        (f'"=?utf-8?b?SsO2cmc=?=" <{NORA}>', [("Jörg", NORA)]),
        (f"=?utf-8?q?Nora_=3C{NORA.replace('@', '=40')}=3E?=", [("Nora", NORA)]),
        ("victim@acme.example <thief@evil.example>", [("victim@acme.example", "thief@evil.example")]),
        ("jörg@bücher.example", [("", "jörg@bücher.example")]),
        ('"Nora\\"s desk" <nora@acme.example>', [('Nora"s desk', NORA)]),
        (f"<mailto:{NORA}>", [("", NORA)]),
        ("undisclosed-recipients:;", []),
        ("<>", []),
        ("Nora", []),
        ("a@b@c.example", []),
        ("<a@x.example> <b@y.example>", []),
        ("nora\u202e@acme.example", []),
        ("nora@acme\u200b.example", []),
        ('"quoted local"@acme.example', []),
        ("nora@-acme.example", []),
        ("nora@acme..example", []),
        ("x" * 65 + "@acme.example", []),
    ],
)
def test_an_address_list_is_read_or_left_out(written: str, read: list[tuple[str, str]]) -> None:
    """A mailbox in doubt is no mailbox: a draft must never go to whom the parser guessed."""
    assert [(address.name, address.address) for address in parse_addresses(written.encode())] == read


def test_an_address_compares_without_case_but_keeps_it() -> None:
    """Local parts may be case-sensitive (RFC 5321 §2.4), while people type as they like."""
    address = Address(address="Nora.Feld@Acme.Example")

    assert (address.key, address.domain) == ("nora.feld@acme.example", "acme.example")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Grüße"),
        ("=?utf-8?Q?a_b?= =?utf-8?Q?c?=", "a bc"),
        ("=?utf-8?Q?a?= and =?iso-8859-1?Q?=E4?=", "a and ä"),
        ("=?utf-8*de?q?=C3=A4?=", "ä"),
        ("=?utf-8?b?w6Q?=", "ä"),
        ("=?utf-8?q?with spaces inside?=", "with spaces inside"),
        ("=?no-such-charset?q?=E4?=", "ä"),
        ("=?utf-8?x?what?=", "=?utf-8?x?what?="),
        ("=?utf-8?q?never closed", "=?utf-8?q?never closed"),
        ("2 =? 3", "2 =? 3"),
    ],
)
def test_encoded_words_are_decoded_as_mailers_write_them(written: str, read: str) -> None:
    """Mailers cut characters in two, forget padding and name charsets that do not exist."""
    assert decode_words(written) == read


@pytest.mark.parametrize(
    ("written", "parameters"),
    [
        ('text/plain; charset="utf-8"', {"charset": "utf-8"}),
        ("text/plain;charset=utf-8;format=flowed", {"charset": "utf-8", "format": "flowed"}),
        ('x/y; name="a;b=c.pdf"', {"name": "a;b=c.pdf"}),
        ('x/y; name="a\\"b"', {"name": 'a"b'}),
        ('x/y; name="never closed', {"name": "never closed"}),
        ("x/y; name*=utf-8''%E2%82%AC.pdf", {"name": "€.pdf"}),
        ("x/y; name*0=long-; name*1=name.pdf", {"name": "long-name.pdf"}),
        ("x/y; name==?utf-8?q?=C3=A4?=.pdf", {"name": "ä.pdf"}),
        ("x/y; ; =; name", {}),
    ],
)
def test_parameters_are_read_as_mailers_write_them(written: str, parameters: dict[str, str]) -> None:
    """A boundary or a charset that is lost loses the text."""
    assert read_parameters(written)[1] == parameters


def test_a_subject_is_one_line_without_invisible_characters() -> None:
    """It is printed on terminals and copied into the draft's own Subject."""
    headers = Headers(b"Subject: =?utf-8?Q?a=0D=0Ab=07=1B[31m=E2=80=AEc=E2=80=8B?=\t d\n")

    assert headers.text("subject") == "a b[31mc d"


def test_a_field_is_read_up_to_its_cap() -> None:
    """16 KB is more than any honest field has; References alone are read to their end."""
    headers = Headers(b"Subject: " + b"a" * 100_000 + b"\nReferences: " + b"".join(b"<%d@a>" % n for n in range(5000)))

    assert 16_000 < len(headers.text("subject")) <= 16 << 10
    assert len(headers.ids("references")) == 5000
