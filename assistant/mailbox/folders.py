"""Which folder is Drafts, Sent, Trash, Junk and the archive: configured, marked by the server, or known by name.

None is ever created: a folder made here would not be the one the user's mail program shows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches

from assistant.errors import ConfigError

KNOWN_NAMES: Mapping[str, tuple[str, ...]] = {
    "drafts": (
        "Drafts", "Draft", "Entwürfe", "Brouillons", "Borradores", "Concepten", "Bozze", "Rascunhos", "Utkast",
        "Kladder", "Luonnokset", "Szkice", "Wersje robocze", "Koncepty", "Piszkozatok", "Taslaklar",
        "Черновики", "下書き", "草稿", "草稿箱", "임시 보관함",
    ),
    "sent": (
        "Sent", "Sent Items", "Sent Mail", "Sent Messages", "Gesendet", "Gesendete Objekte",
        "Gesendete Elemente", "Envoyés", "Messages envoyés", "Éléments envoyés", "Enviados",
        "Elementos enviados", "Verzonden", "Verzonden items", "Posta inviata", "Inviati", "Inviata",
        "Itens enviados", "Skickat", "Sendt", "Lähetetyt", "Wysłane", "Odeslané", "Elküldött", "Gönderilmiş",
        "Отправленные", "送信済み", "已发送", "보낸 편지함",
    ),
    "trash": (
        "Trash", "Deleted Items", "Deleted Messages", "Bin", "Papierkorb", "Gelöschte Elemente",
        "Gelöschte Objekte", "Corbeille", "Éléments supprimés", "Papelera", "Elementos eliminados",
        "Prullenbak", "Verwijderde items", "Cestino", "Posta eliminata", "Lixeira", "Itens excluídos",
        "Papperskorgen", "Papirkurv", "Roskakori", "Kosz", "Koš", "Lomtár", "Çöp Kutusu", "Корзина", "ゴミ箱",
        "已删除", "휴지통",
    ),
    "junk": (
        "Junk", "Spam", "Junk E-mail", "Junk Email", "Junk-E-Mail", "Junk Mail", "Bulk Mail", "Spamverdacht",
        "Unerwünscht", "Werbung", "Courrier indésirable", "Indésirables", "Pourriel", "Correo no deseado",
        "No deseados", "Ongewenste e-mail", "Ongewenst", "Posta indesiderata", "Indesiderata", "Lixo eletrônico",
        "Skräppost", "Søppelpost", "Uønsket mail", "Roskaposti", "Niechciane", "Nevyžádaná pošta", "Levélszemét",
        "Gereksiz", "Нежелательная почта", "Спам", "迷惑メール", "垃圾邮件", "스팸",
    ),
    "archive": (
        "Archive", "Archives", "All Mail", "Archiv", "Alle Nachrichten", "Tous les messages", "Archivo",
        "Todos", "Archief", "Alle e-mail", "Archivio", "Tutti i messaggi", "Arquivo", "Todos os e-mails",
    ),
}  # fmt: skip
"""Names clients and providers give these folders; compared without case, below any prefix ("INBOX.", "[Gmail]/")."""

_SPECIAL_USES: Mapping[str, tuple[str, ...]] = {
    "drafts": ("\\drafts",),
    "sent": ("\\sent",),
    "trash": ("\\trash",),
    "junk": ("\\junk",),
    "archive": ("\\all", "\\archive"),
}  # RFC 6154 §2, in lower case because Cyrus 3.6 answers so

_NOT_SELECTABLE = frozenset({"\\noselect", "\\nonexistent"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of a folder list: name decoded, attributes in lower case, delimiter "" if the list is flat."""

    name: str
    attributes: frozenset[str] = frozenset()
    delimiter: str = ""

    @property
    def last_name(self) -> str:
        """The name without what it lies under, without case."""
        parts = self.name.split(self.delimiter) if self.delimiter else [self.name]
        return parts[-1].casefold()

    @property
    def depth(self) -> int:
        """How many folders it lies under."""
        return self.name.count(self.delimiter) if self.delimiter else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """The folder that plays each part; None where there is none."""

    drafts: str | None = None
    sent: str | None = None
    trash: str | None = None
    junk: str | None = None
    archive: str | None = None


def selectable(listed: Iterable[Listed]) -> list[str]:
    """Return the names of folders that can hold mail."""
    return [folder.name for folder in listed if not folder.attributes & _NOT_SELECTABLE]


def find_roles(listed: Iterable[Listed], configured: Roles) -> Roles:
    """Tell which folder plays which part: what is configured, else by special use, else by name nearest the top."""
    selectable = sorted((f for f in listed if not f.attributes & _NOT_SELECTABLE), key=lambda folder: folder.depth)
    return Roles(
        **{
            role: getattr(configured, role) or _by_use(role, selectable) or _by_name(role, selectable)
            for role in (field.name for field in fields(Roles))
        }
    )


def filing_folders(listed: Iterable[Listed], roles: Roles) -> list[str]:
    """Return the names of folders in which a user may have filed a message, thrown-away and own mail left out."""
    skipped = {roles.drafts, roles.sent, roles.trash, roles.junk}
    return [
        folder.name
        for folder in listed
        if folder.name not in skipped and not folder.attributes & {*_NOT_SELECTABLE, "\\junk", "\\trash"}
    ]


_MOST_NAMED = 20


def no_such_folder(name: str, place: str, there: Iterable[str], *, setting: str = "folders") -> ConfigError:
    """Return what tells the user that a folder he names does not exist, and which do, the most alike first."""
    known = list(dict.fromkeys(there))
    alike = get_close_matches(name, known, n=3)
    named = [*alike, *(one for one in known if one not in alike)]
    more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
    listed = ", ".join(repr(one) for one in named[:_MOST_NAMED])
    return ConfigError(f"There is no folder {name!r} {place}; correct `{setting}`. There are {listed}{more}.")


def _by_use(role: str, folders: list[Listed]) -> str | None:
    return next((f.name for use in _SPECIAL_USES[role] for f in folders if use in f.attributes), None)


def _by_name(role: str, folders: list[Listed]) -> str | None:
    """Go by the order of names; what lies deeper than a provider's prefix is a folder of the user's own."""
    near = [folder for folder in folders if folder.depth <= 1]
    return next((f.name for name in KNOWN_NAMES[role] for f in near if f.last_name == name.casefold()), None)
