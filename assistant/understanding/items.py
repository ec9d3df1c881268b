"""The things candidates are asked for, and the words for them; English and German."""

import re
from collections.abc import Iterator
from enum import StrEnum

from assistant.mail.expressions import expression


class Item(StrEnum):
    """Something a candidate is asked for."""

    references = "references"
    portfolio = "portfolio"
    work_samples = "work samples"
    transcript = "transcript"
    certificates = "certificates"
    work_permit = "work permit"
    cv = "CV"
    cover_letter = "cover letter"
    availability = "availability"
    start_date = "start date"
    form = "form"
    questions = "questions"
    assessment = "assessment"
    application = "unfinished application"
    consent = "consent"
    salary = "salary"
    birth_date = "birth date"
    photo = "photo"
    identity_document = "identity document"
    bank_details = "bank details"
    tax_number = "tax or social security number"
    health = "health or disability"
    nationality = "nationality or religion"


SENSITIVE = frozenset(
    {
        Item.salary, Item.birth_date, Item.photo, Item.identity_document, Item.bank_details, Item.tax_number,
        Item.health, Item.nationality,
    }
)  # fmt: skip
"""Never filled in by the program, only listed (etiquette rule 10)."""

TASKS = frozenset({Item.form, Item.questions, Item.assessment, Item.application, Item.consent})
"""Done on a page or in time of one's own: no promise is made, the deadline is listed (etiquette rule 6)."""

_ITEMS: tuple[tuple[Item, str], ...] = (
    (Item.references,
        r"letters? of recommendation|recommendation letters?|reference letters?|empfehlungsschreiben|"
        r"ehemalige[nr]? vorgesetzte[nr]?|names? (?:and|with) (?:phone|contact|e-?mail|tele)\w*|namen (?:mit|"
        r"und) (?:telefon|kontakt|mail|e-mail)\w*|gutachter\w*|(?<!\bwith )references\b(?! (?:number|no|code|id)\b)|"
        r"referees?\b|referenzen|referenzgeber\w*|referenzkontakt\w*|referenzpersonen|referenzschreiben|"
        r"reference contacts"),
    (Item.portfolio, r"portfolios?\b|arbeitsmappe"),
    (Item.work_samples,
        r"(?:work|writing|code|design) samples?|samples? of (?:your )?(?:\w+ )?(?:work|writing|code)|arbeitsproben?|"
        r"textproben?|code-?beispiele?|(?:einen|kurzen) text\b|\w{3,14}proben?\b|github|(?:bits?|pieces?) of code|"
        r"(?:ein paar|einige) arbeiten\b"),
    (Item.transcript, r"transcripts?\b|academic records?|notenspiegel|leistungsnachweise?|leistungsübersicht"),
    (
        Item.certificates,
        r"dbs\b|police (?:check|certificate|clearance)s?|degree certificates?|scans? of your degrees?|diplome?n?\b|"
        r"beglaubigte\w*|certificates?\b|certifications\b|diplomas?\b|\w{0,12}zeugnis(?:se|sen|ses)?\b|"
        r"\w{4,20}bescheinigung(?:en)?\b|(?!gehalts)\w{3,16}nachweis(?:e|es|en)?\b|\w{0,15}urkunden?\b|"
        r"zertifikate?n?\b|qualifikationsnachweise?|proof of (?:your )?(?:degree|qualifications?)",
    ),
    (Item.work_permit,
        r"(?:need|require) (?:a )?(?:visa|sponsorship|visa sponsorship)|visa to work|work (?:permit|authori[sz]ation|"
        r"visa)|right to work|authori[sz]ed to work|residence (?:permit|card)|of your visa|visa (?:status|copy)|"
        r"arbeitserlaubnis|aufenthaltstitel|arbeitsgenehmigung|arbeitsbewilligung"),
    (Item.cv, r"\bcv\b|\bresumes?\b|résumés?|curriculum vitae|(?:ihre|deine) vita\b|lebensl(?:auf|aufs|äufe)"),
    (Item.cover_letter,
        r"cover(?:ing)? letters?|motivation(?:al)? letters?|letters? of motivation|anschreiben|motivationsschreiben"),
    (
        Item.availability,
        r"(?:your )?disponibilit\w+|(?:what|which) (?:days?|times?|dates?) (?:are|is|would|do)\b|a few (?:times|slots|"
        r"dates)|alternativtermine?|dates on which you can\w*|wann (?:sie|du)\b(?![^\n?]{0,80}(?:beginn|anfang|start|"
        r"eintret|eintritt|verfügbar wär))[^\n?]{0,80} (?:kommen|telefonieren|sprechen|zeit|könnte[nst]*|kannst|können|"
        r"passt)|(?:zwei|drei|mögliche|einige|ein paar|mehrere) (?:bis \w+ )?(?:termine|zeitfenster|"
        r"terminvorschläge)\b|your (?:\w+ )?availabilit(?:y|ies)|(?:your|current|general) availabilit(?:y|ies)|"
        r"availability (?:for|over|next|this|in|on|to (?:speak|talk|chat|meet))|available (?:times?|slots?|dates?)|"
        r"(?:days|dates|times)(?: and times|/times| or times)?[^\n]{0,20} (?:that |which )?(?:you are|you're|would|"
        r"work|suit|available)|(?:when|which (?:times?|days?|slots?|of the\w*)|what times?|if any of th\w+|"
        r"whether)[^\n?]{0,40} (?:you(?:'re| are| would be)? (?:be )?(?:available|free)|works?\b|suits?\b)|best times?|"
        r"(?:ihre|deine) (?:zeitliche )?verfügbarkeit|(?:wann(?! und wo| immer)|welche[rs]? (?:termine?|zeit\w*|"
        r"der termine))[^\n?]{0,60} (?:pass(?:t|en)|zeit|möglich|verfügbar)|terminvorschläge|(?:mögliche|"
        r"freie) termine",
    ),
    (Item.start_date,
        r"how much notice|when you (?:could|can|would) start|ab wann du|ab wann sie|wann (?:sie|du) (?:\w+ "
        r"){0,6}(?:beginnen|anfangen|starten|eintreten)|start(?:ing)? date|(?:earliest|"
        r"possible) (?:possible )?start|when (?:could|can|would) you (?:be able to )?(?:start|begin|join)|"
        r"notice period|eintrittstermin|eintrittsdatum|starttermin|kündigungsfrist|frühest\w* (?:eintritt|start|"
        r"möglich)\w*"),
    (Item.form, r"(?:\w{3,16}|den )bogens?\b|\w{0,20}fragebogens?|"
        r"(?:\w+ )?forms?\b(?! of)|questionnaire|\w{0,14}formular|fragebogen|personalbogen|bewerberbogen"),
    (Item.questions,
        r"(?:zwei|drei|vier|fünf|sechs|zehn|\d{1,2}) fragen|(?:following|below|screening|few|these) (?:\w+ )?questions|"
        r"questions (?:below|attached)|(?:folgende[n]?|nachstehende[n]?|untenstehende[n]?|ein paar|einige) fragen"),
    (Item.assessment,
        r"(?:one-way |recorded )?video interview|zeitversetzt\w+ \w*interview|self-tape|lösung\b|probeübersetzung|"
        r"\w{0,10}aufgaben?\b|auswertung\b|written exercise|(?:online |technical |skills |take-home |at-home |"
        r"coding )*(?:assessment|assignment|test|challenge|exercise|(?<!onboarding )task)s?\b|case study|hackerrank|"
        r"codility|testgorilla|\w{0,10}aufgabe\b|fallstudie|online-test|eignungstest|einstellungstest"),
    (
        Item.application,
        r"(?:complete|finish|submit) (?:our|an|the) online application(?! form)|(?:complete|finish|finali[sz]e|"
        r"continue|resume) (?:your |the )(?:\w+ ){0,2}(?:application|candidate profile)(?! form)|application (?:is|"
        r"remains) (?:still )?(?:incomplete|unfinished|not (?:yet )?complete)|(?:incomplete|unfinished) application|"
        r"(?:unvollständige |deine |ihre |die )?bewerbung (?:\w+ ){0,3}(?:vervollständigen|abschließen|abzuschließen|"
        r"zu vervollständigen)|vervollständigen sie (?:\w+ ){0,3}bewerbung|bewerbung ist (?:noch )?(?:unvollständig|"
        r"nicht vollständig)",
    ),
    (Item.consent,
        r"\beinverstanden\b|ok(?:ay)? (?:for me )?to (?:send|submit|forward)|happy for me to|permission to (?:submit|"
        r"represent|send)|right to represent|may i (?:submit|send|forward|put)|darf ich (?:ihr|dein)\w*|(?:your |ihre |"
        r"deine )?(?:consent|einwilligung\w*|einverständnis\w*|zustimmung)|privacy (?:notice|policy|statement)|"
        r"datenschutzerklärung"),
    (Item.salary,
        r"gehalts(?:nachweis|abrechnung)\w*|(?:hourly|daily|day|annual|monthly) (?:pay|rate|wage)|lowest base|"
        r"base (?:salary )?you|what (?:\w+ )?(?:pay|salary|compensation) (?:are|would|do) you|(?:beim|zum) gehalt|"
        r"gehalt (?:sie|du) sich|lohnvorstellung\w*|stundensatz|tagessatz|gehaltsrahmen|salary and notice|hourly rate|"
        r"day rate|salar(?:y|ies) (?:expectation|requirement|range|history)s?|compensation expectations?|(?:desired|"
        r"expected|current) (?:salary|compensation)|gehaltsvorstellung(?:en)?|gehaltswunsch|wunschgehalt|"
        r"gehaltserwartung|salary slips?|pay ?slips?"),
    (Item.birth_date, r"date of birth|birth ?date|\bdob\b|geburtsdatum"),
    (Item.photo, r"(?:photo(?:graph)?s?|fotos?)\b(?! ?id|[- ]identif)|(?:bewerbungs|pass)foto|lichtbild|headshot"),
    (Item.identity_document,
        r"photo ?id\b|photo[- ]identification|passports?\b|\bid card|driver'?s licen[sc]e|driving licen[sc]e|"
        r"(?:personal)?ausweis(?:kopie|es)?\b|reisepass|proof of identity|identity document|führerschein"),
    (Item.bank_details,
        r"bank(?:ing)? (?:account|details|information|statement)|account number|\biban\b|routing number|"
        r"bankverbindung|kontodaten|kontonummer|direct deposit"),
    (Item.tax_number,
        r"social security(?: number| card)?|\bssn\b|tax(?:payer)? (?:id|number|identification)|"
        r"national insurance number|steuer-?id\w*|steueridentifikation\w*|steuernummer|sozialversicherungs\w*|"
        r"sv-nummer"),
    (Item.health,
        r"health (?:certificate|questionnaire|declaration|information|insurance)|medical (?:certificate|history|"
        r"examination|report)|disabilit(?:y|ies)\b(?: status| information)?|gesundheitszeugnis|"
        r"ärztliche[sn]? (?:attest|untersuchung|bescheinigung)|schwerbehind\w*|impf\w*|masern\w*|krankenkasse\w*|"
        r"vaccination"),
    (Item.nationality,
        r"nationality|citizenship|religious affiliation|religion\b|staatsangehörigkeit|staatsbürgerschaft|konfession|"
        r"marital status|familienstand"),
)  # fmt: skip
_ANY = expression("|".join(f"(?P<{item.name}>(?<!\\w)(?:{words}))" for item, words in _ITEMS), re.I)
_STEMS = (
    "referee", "proben", "github", "of code", "what day", "which day", "what time", "which time", "what date",
    "few times", "few slots", "few dates", "alternativ", "tagessatz", "masern", "arbeiten", "nachweis",
    "zeitversetzt", "disponib", "pay", "wage", "base ", "names", "name and", "namen", "gutachter", "bescheinigung",
    " text", "bogen", "vita", "permit", "beginnen", "anfangen", "starten", "wann sie", "wann du", "ok to", "ok for",
    "okay", "happy for", "permission", "represent", "may i", "darf ich", " id", "recommendation", "vorgesetzte",
    "dbs", "police", "degree", "diplom", "beglaubigt", "notice", "ab wann", "video", "tape", "lösung", "auswertung",
    "einverstanden", "lohn", "stundensatz", "rate", "when you", "online application", "übersetzung", "references",
    "referees", "referenz", "portfolio", "mappe", "sampl", "probe", "beispiel", "transcript", "record",
    "notenspiegel", "leistung", "certif", "diploma", "zeugnis", "urkunde", "zertifikat", "proof", "authori",
    "right to work", "visa", "erlaubnis", "aufenthalt", "genehmigung", "bewilligung", "cv", "resum", "résum", "vitae",
    "lebensl", "letter", "schreiben", "availab", "dates", "times", "free", "works", "would work", "work for", "suit",
    "verfügbar", "passen", "passt", "termin", "möglich", "zeit", "start date", "starting date", "earliest",
    "possible start", "you start", "you begin", "you join", "able to", "notice period", "eintritt", "kündigung",
    "frühest", " form", "formular", "questionnaire", "questions", "fragen", "assess", "assign", "test", "challenge",
    "exercise", "task", "case study", "hackerrank", "codility", "aufgabe", "fallstudie", "complete", "finish",
    "finali", "continue", "vollständig", "abschließ", "abzuschließ", "consent", "privacy", "einwillig", "einverständ",
    "zustimm", "datenschutz", "salar", "compensation", "gehalt", "birth", "dob", "geburt", "photo", "foto",
    "lichtbild", "headshot", "passport", "id card", "licen", "ausweis", "reisepass", "identit", "führerschein",
    "bank", "account", "iban", "routing", "konto", "deposit", "social", "ssn", "tax", "insurance", "steuer", "sozial",
    "sv-nummer", "health", "medical", "disab", "ärztlich", "behind", "impf", "krank", "vaccin", "national", "citizen",
    "relig", "staats", "konfession", "marital", "familien",
)  # fmt: skip
_OVERLAPPED = {
    Item.certificates: expression(r"gesundheits|health|medical", re.I),
    Item.form: expression(r"health", re.I),
}


def may_name_item(lowered: str) -> bool:
    """Whether a lower-case sentence may name such a thing at all: cheap, and never wrong when it says no."""
    return any(map(lowered.__contains__, _STEMS))


def items_in(text: str) -> Iterator[Item]:
    """Yield the things a text names, in order, some more than once."""
    for match in _ANY.finditer(text):
        item = Item[match.lastgroup or ""]
        overlapped = _OVERLAPPED.get(item)
        if overlapped is None or not overlapped.search(match.group()):
            yield item
        elif item is Item.certificates:
            yield Item.health
