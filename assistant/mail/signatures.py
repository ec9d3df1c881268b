"""Where a writer's words end and the signature begins."""

import re

MAX_DELIMITED_LINES = 40
MAX_CLOSING_LINES = 10
MAX_FOOTER_LINES = 40

_DELIMITER = re.compile(r"--[ \xa0]?$|—$")
_RULE = re.compile(r"[-_=*~#+ᐧ \t]{3,200}$|--+ ?$|[*#~+ᐧ]+$")
_LIST_FOOTER = re.compile(r"mailing list|unsubscribe|listinfo|googlegroups|abmelden|désabonner", re.IGNORECASE)
_MACHINES = (
    "iphone|ipad|ipod|apple|android|samsung|galaxy|huawei|xiaomi|pixel|htc|nokia|sony|mobile|mobil|phone|cell|smartphone"
    "|handy|blackberry|windows|outlook|mailbox|airmail|yahoo|aol|gmail|gmx|web\\.de|proton|mail|spark|nine|alcatel|tablet"
)
_DEVICE = re.compile(
    r"[<(\[*]{0,3}(?:"
    rf"sent (?:from|via|with|by|using) (?:my |a |an |the )?(?:[\w'-]+ ){{0,2}}\[?(?:{_MACHINES})"
    r"|get outlook for |holen sie sich outlook|obtenir outlook pour|obtener outlook para|scarica outlook per"
    r"|télécharger outlook pour|von (?:meinem|unterwegs|mein) ?(?:[\w'-]+ ){0,3}gesendet|gesendet (?:von|mit|aus|über) "
    r"|diese nachricht wurde von meine[mr] .{0,60}gesendet|envoyé (?:de|depuis|à partir d|avec) ?"
    r"|enviado (?:desde|do|a partir|de) |enviada do |inviato da |verzonden (?:vanaf|met|vanuit|via) |verstuurd vanaf "
    r"|sendt fra min|skickat från min|wysłan[eo] z ).{0,80}$",
    re.IGNORECASE,
)
_CLOSINGS = frozenset(
    phrase.strip()
    for phrase in """
    regards | best regards | kind regards | kindest regards | warm regards | warmest regards | many regards
    my best regards | with best regards | with kind regards | with warm regards | thanks and regards
    thanks & regards | thanks and best regards | thanks & best regards | thank you and best regards
    thank you and kind regards | best wishes | kind wishes | warm wishes | with best wishes | best | all the best
    all my best | cheers | warmly | greetings | best greetings | kind greetings | thanks | many thanks
    thanks again | thanks a lot | thanks so much | thank you | thank you again | thank you very much
    thank you so much | sincerely | yours sincerely | sincerely yours | yours truly | yours faithfully
    respectfully | very truly yours | yours | with appreciation | talk soon | speak soon | take care
    mit freundlichen grüßen | mit freundlichem gruß | mit freundlichen gruß | freundliche grüße | mit besten grüßen
    beste grüße | mit besten grüssen | beste grüsse | viele grüße | viele grüsse | vielen dank und viele grüße
    vielen dank und beste grüße | liebe grüße | liebe grüsse | herzliche grüße | herzliche grüsse | schöne grüße
    mit herzlichen grüßen | mit lieben grüßen | freundliche grüsse | mit freundlichen grüssen | mit vielen grüßen
    grüße | grüsse | gruß | gruss | lg | vg | mfg | bg | hochachtungsvoll | sonnige grüße | vielen dank | danke
    cordialement | bien cordialement | très cordialement | bien à vous | sincères salutations
    meilleures salutations | salutations distinguées | salutations | cordiales salutations | bonne journée | merci
    merci d'avance | saludos | un saludo | saludos cordiales | un cordial saludo | atentamente | cordialmente
    muchas gracias | gracias | atentos saludos | un abrazo | met vriendelijke groet | met vriendelijke groeten
    vriendelijke groet | vriendelijke groeten | met hartelijke groet | groet | groeten | groetjes | hartelijke groet
    hartelijke groeten | mvg | cordiali saluti | distinti saluti | un cordiale saluto | saluti | un saluto | grazie
    atenciosamente | cumprimentos | com os melhores cumprimentos | melhores cumprimentos | abraços | abraço | att
    obrigado | obrigada
    """.replace("\n", "|").split("|")
    if phrase.strip()
)
_CLOSING_STARTS = ("mit freundlichen grüßen ", "viele grüße aus ", "beste grüße aus ", "liebe grüße aus ")
_FOOTER = re.compile(
    r"confidential|intended (?:only )?(?:for|recipient|solely)|disclaimer|unsubscribe|privacy|equal opportunit"
    r"|registered |vertraulich|geschäftsführ|handelsregister|amtsgericht|datenschutz|abmelden|abbestellen"
    r"|confidentiel|destinataire|confidencial|riservat|vertrouwelijk|environment|virus|copyright|©"
    r"|all rights reserved|mailbox|do not reply|automatically generated|automatisch (?:erstellt|generiert)|https?://|www\.|@",
    re.IGNORECASE,
)


def split(text: str) -> tuple[str, str]:
    """Part the writer's own words from the signature; either may be "".

    A signature begins at the delimiter "-- " (RFC 3676 §4.3), at a line a device adds, above a mailing list's footer,
    or at a closing phrase, if only names, short lines and legal footers follow it.
    """
    lines = text.rstrip().split("\n")
    end = _delimiter(lines)
    end = _trailing_additions(lines, end)
    end = _closing(lines, end)
    end = _trailing_additions(lines, end)
    return "\n".join(lines[:end]).strip("\n"), "\n".join(lines[end:]).strip("\n")


def _delimiter(lines: list[str]) -> int:
    """Return where "-- " or a mailing list's footer begins, else the end."""
    for index in range(max(0, len(lines) - MAX_DELIMITED_LINES), len(lines)):
        line = lines[index]
        if line.startswith(("--", "—")) and _DELIMITER.fullmatch(line):
            return index
        if line.startswith("__") and _RULE.fullmatch(line) and _is_list_footer(lines[index + 1 :]):
            return index
    return len(lines)


def _is_list_footer(lines: list[str]) -> bool:
    return len(lines) <= 10 and any(_LIST_FOOTER.search(line[:300]) for line in lines)


def _trailing_additions(lines: list[str], end: int) -> int:
    """Return the end without blank lines, rules and lines that devices add."""
    while end:
        line = lines[end - 1].strip()
        if line and not _RULE.fullmatch(line) and not (len(line) < 200 and _DEVICE.match(line)):
            break
        end -= 1
    return end


def _closing(lines: list[str], end: int) -> int:
    """Return where an unambiguous closing block begins, else the end given."""
    short_lines = 0
    for index in range(end - 1, max(-1, end - MAX_CLOSING_LINES - MAX_FOOTER_LINES), -1):
        line = lines[index].strip()
        if len(line) < 60 and _is_closing(line):
            return index if index and short_lines <= MAX_CLOSING_LINES else end
        if not line:
            continue
        if not _may_follow_closing(line):
            return end
        short_lines += len(line) <= 70
    return end


def _is_closing(line: str) -> bool:
    phrase = line.lower().rstrip(",.! ")
    return phrase in _CLOSINGS or phrase.startswith(_CLOSING_STARTS)


def _may_follow_closing(line: str) -> bool:
    """Whether a line is a name, a title, a number or a footer, and surely no sentence to the reader."""
    if line.lower().startswith(("p.s", "ps:", "ps ", "nb:")) or "?" in line:
        return False
    is_sentence = len(line) > 70 or (line[-1] in ".!:;" and len(line.split()) >= 5)
    return not is_sentence or bool(_FOOTER.search(line[:2000]))
