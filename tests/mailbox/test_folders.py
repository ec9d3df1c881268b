"""Which folder plays which part."""

import pytest

from assistant.mailbox.folders import Listed, Roles, find_roles


def listed(*names: str, delimiter: str = "/", **attributes: str) -> list[Listed]:
    marked = {name.replace("_", " "): frozenset(attribute.split()) for name, attribute in attributes.items()}
    return [Listed(name=name, delimiter=delimiter, attributes=marked.get(name, frozenset())) for name in names]


def test_what_is_configured_counts_more_than_any_mark() -> None:
    """The user knows which folder their mail program uses."""
    folders = listed("Mine", "Drafts", Drafts="\\drafts")

    assert find_roles(folders, Roles(drafts="Mine")).drafts == "Mine"


def test_a_mark_counts_more_than_a_name() -> None:
    """A folder called Drafts may be a leftover of another program (RFC 6154)."""
    folders = listed("Drafts", "Entwurfsablage", "Sent", "S2", Entwurfsablage="\\drafts", S2="\\hasnochildren \\sent")
    roles = find_roles(folders, Roles())

    assert (roles.drafts, roles.sent) == ("Entwurfsablage", "S2")


@pytest.mark.parametrize(
    ("name", "delimiter"),
    [("Drafts", "/"), ("DRAFTS", "/"), ("INBOX.Drafts", "."), ("[Gmail]/Entwürfe", "/"), ("[Google Mail]/Drafts", "/"),
     ("Brouillons", "/"), ("Borradores", "/"), ("Concepten", "/"), ("Bozze", "/"), ("Rascunhos", "/"), ("下書き", "/")],
)  # fmt: skip
def test_known_names_are_recognised_below_any_prefix(name: str, delimiter: str) -> None:
    """Servers without marks, and providers in other languages."""
    assert find_roles(listed("INBOX", name, delimiter=delimiter), Roles()).drafts == name


def test_a_folder_deep_below_others_is_the_users_own() -> None:
    """A project's folder named Drafts is not where drafts go."""
    assert find_roles(listed("Projects/2026/Drafts"), Roles()) == Roles()


def test_a_folder_that_cannot_be_opened_plays_no_part() -> None:
    """[Gmail] itself and removed folders are listed too."""
    assert find_roles(listed("Drafts", Drafts="\\noselect"), Roles()).drafts is None


def test_gmails_all_mail_is_the_archive() -> None:
    """Archived mail lies there and nowhere else."""
    folders = listed("Archive", "[Gmail]/All Mail", **{"[Gmail]/All Mail": "\\all"})

    assert find_roles(folders, Roles()).archive == "[Gmail]/All Mail"
