"""How company names are written, and what only looks like one."""

import re

from assistant.mail.sender import registrable
from assistant.understanding.tables import table
from assistant.understanding.titles import has_title_word

_WORD = r"\b(?:[^\W\da-zß-ÿ_]|\d|[a-z](?=[A-Z]))[\w&'+@-]{0,40}(?:\.(?=\w)[\w&'+-]{1,40}){0,3}"
_LEGAL_FORM = (
    r"(?:Inc|LLC|L\.L\.C|Ltd|Limited|Corp|Corporation|plc|PLC|GmbH(?: & Co\.? ?KG(?:aA)?)?|gGmbH|"
    r"AG(?: & Co\.? ?KG(?:aA)?)?|SE|KG|OHG|UG|e\. ?V|e\.G|eG|S\.A|B\.V|GesmbH|Ges\.m\.b\.H|Gesellschaft m\.b\.H|"
    r"mbH)\b\.?"
)
_SMALL = r"(?:& |\+ |of |of the |and |und (?=Söhne|Sohn|Partner|Co\b)|der |des |für )"
NAME = rf"({_WORD}(?: {_SMALL}?{_WORD}){{0,5}}(?:\.?,? {_LEGAL_FORM})?)"
LEGAL_END = re.compile(rf",? {_LEGAL_FORM}$")

_NEVER = table(
    # what follows "at", "with", "bei" and is capitalised without being a company
    "unit admin council early easter planning ihnen arbeitszeiten arbeitszeit program class year summer winter "
    "spring autumn christmas weihnachten ostern section branch stage round step level board panel committee "
    "department school unit admin council early easter planning ihnen arbeitszeiten arbeitszeit program class year "
    "summer winter spring autumn christmas weihnachten ostern section branch stage round step level board panel "
    "committee department school i we you he she they it your our my the this that a an ihr ihre ihrem ihren ihrer "
    "sie wir uns unser unsere unserem position positions role roles job jobs team stelle stellen tätigkeit mitarbeit "
    "karriere unternehmen ausschreibung stellenausschreibung bewerbung zusammenarbeit firma haus vakanz aufgabe "
    "interesse fragen rückfragen frage bedarf eignung interview application level least first last home head office "
    "time times once anytime best most all any each no not work career opportunity opportunities company client "
    "kunde kunden january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag januar februar "
    "märz mai juni juli oktober dezember thank thanks dear hi hello best kind please if as in on for to with data "
    "software english german deutsch englisch zoom teams skype microsoft-teams google-meet re fw fwd update reminder "
    "confirmation invitation einladung bestätigung absage zusage status next important action new rejection offer "
    "follow congratulations welcome great good online remote hybrid phone video onsite technical recruiting "
    "recruitment talent hiring hr people human personal careers arrival reception covid notification frau herr herrn "
    "bereich abteilung netherlands germany deutschland austria österreich schweiz switzerland europe america usa uk "
    "having ich mein meine everyone everybody somebody someone nobody then therefore unfortunately once who he she "
    "they shared dein cv cvs resume lebenslauf stellensuche roster services service they great job personaldisponent "
    "berlin london "
    "vienna wien münchen munich hamburg zürich paris department "
    "programs information machine marketing "
    "engineering sales finance design operations business customer science"
)
_CUT = table("i we you our your the this that as if please thank thanks ihr ihre ihnen sie wir ihrem for with")
DEPARTMENT = re.compile(
    r"^(?:(?:the|your|ihr|ihre|dein|das|team|recruiting|recruitment|talent(?: acquisition)?|careers?|karriere|hr|jobs?|"
    r"people|hiring|no-?reply|büro|disposition|ausbildungsteam|sekretariat|vorzimmer|personal(?:abteilung)?|"
    r"human resources|zentrales)\b[ ,@-]*)+|(?:[ ,|-]*\b(?:university |campus |early careers? |global |graduate |"
    r"driver )?(?:casting|onboarding|resourcing|admissions|ausbildung|graduates?|apprenticeships?|recruit(?:ing|ment|"
    r"er)?|careers?|karriere|talent(?: acquisition)?|hiring|people(?: ops| operations| & culture| and culture)?|hr|"
    r"human resources|jobs?|teams?|bewerbermanagement|personal(?:abteilung)?|bewerbung(?:en)?|notifications?|no-?reply|"
    r"application team|(?:phone |technical |video |on-?site |next )?(?:interview(?:s|ing)?|screen|steps)|on-?site|"
    r"confirmation|availability|update|candidates?|via \w{1,20}))+$",
    re.I,
)
_DATE = re.compile(
    r"^\d{1,2}\b[ .](?:Jan|Feb|M[aä]r|Apr|Ma[iy]|Jun|Jul|Aug|Sep|O[ck]t|Nov|De[cz])|^(?:Mon|Tues|Wednes|Thurs|Fri)day\b"
)
_LOOSE_END = re.compile(r"(?: (?:and|of|the|der|des|für|&))+$")


def key_of(name: str) -> str:
    """A company's name for comparing: lower case, legal form and punctuation dropped."""
    bare = LEGAL_END.sub("", name)
    return re.sub(r"[\W_]+", "", bare.lower().removeprefix("the "))


def label_of(domain: str) -> str:
    """Return the organisation's own label of a domain: "acme" for "careers.acme.co.uk"."""
    return registrable(domain).partition(".")[0]


def cleaned(name: str) -> str | None:
    """Return a candidate without what does not belong to it, None if nothing is left that could be a company."""
    words = name.strip(" ,-–|:").split()
    owner = next((i for i, word in enumerate(words) if word.endswith(("'s", "s'"))), None)
    if owner is not None and has_title_word(" ".join(words[owner + 1 :])):
        words = words[: owner + 1]  # "Acme's Data Scientist role"
    cut = next((i for i, word in enumerate(words) if i and word.lower() in _CUT and word[0].isupper()), len(words))
    whole = re.sub(r"'s?$", "", " ".join(words[:cut]))
    name = _LOOSE_END.sub("", DEPARTMENT.sub("", whole)).strip(" ,-–|:&")
    if _DATE.search(name):
        return None
    if not 2 <= len(name) <= 60 or name.split()[0].lower() in _NEVER or not re.search(r"[^\W\d_]", name):
        return None
    return None if has_title_word(whole) else name
