"""Words of job titles: what tells a role from a company and a title from a name."""

import re

from assistant.understanding.tables import table

_WORDS = table(
    # English
    "engineer developer manager analyst scientist intern internship designer architect consultant specialist "
    "administrator associate assistant coordinator director lead head officer executive president founder cofounder "
    "partner recruiter sourcer researcher lecturer professor teacher nurse doctor physician therapist pharmacist "
    "technician mechanic driver cashier barista chef cook waiter waitress clerk accountant auditor controller lawyer "
    "attorney paralegal counsel editor writer copywriter journalist marketer strategist planner buyer trader broker "
    "banker advisor adviser agent operator supervisor trainer coach tutor programmer tester administrator sysadmin "
    "devops sre cto ceo cfo coo vp svp evp generalist representative receptionist secretary apprentice trainee "
    "apprenticeship fellow fellowship postdoc student owner master expert superintendent inspector surveyor "
    "electrician plumber carpenter welder baker butcher gardener caretaker caregiver carer paramedic dentist "
    "veterinarian psychologist counselor counsellor librarian curator photographer producer artist animator actuary "
    "economist statistician chemist biologist physicist mathematician modeller modeler geologist linguist translator "
    "interpreter "
    "pilot steward stewardess handler packer picker loader janitor cleaner housekeeper bartender host hostess model "
    "dispatcher scheduler merchandiser stylist hairdresser salesperson ambassador evangelist advocate liaison "
    "investigator examiner educator instructor principal dean warden ranger guard firefighter practitioner hygienist "
    "attendant archivist machinist sommelier beautician underwriter adjuster estimator groundskeeper locksmith "
    "plasterer glazier seamstress "
    "optician radiographer phlebotomist midwife concierge valet porter "
    # German
    "entwickler entwicklerin ingenieur ingenieurin leiter leiterin leitung berater beraterin referent referentin "
    "assistent assistentin assistenz sachbearbeiter sachbearbeiterin mitarbeiter mitarbeiterin kaufmann kauffrau "
    "techniker technikerin pfleger pflegerin pflegefachkraft pflegefachfrau pflegefachmann fachkraft praktikant "
    "praktikantin praktikum werkstudent werkstudentin auszubildende auszubildender azubi ausbildung lehrling lehrer "
    "lehrerin erzieher erzieherin verkäufer verkäuferin koch köchin kellner kellnerin bäcker bäckerin fahrer "
    "fahrerin monteur monteurin mechaniker mechanikerin mechatroniker mechatronikerin elektroniker elektronikerin "
    "elektriker arzt ärztin krankenpfleger krankenschwester buchhalter buchhalterin steuerberater jurist juristin "
    "wissenschaftler wissenschaftlerin informatiker informatikerin architektin designerin redakteur redakteurin "
    "volontär volontärin professur professorin dozent dozentin lektor lektorin geschäftsführer geschäftsführerin "
    "vorstand sekretär sekretärin aushilfe minijob lagerist staplerfahrer disponent disponentin einkäufer "
    "einkäuferin controllerin analystin managerin projektleiter projektleiterin teamleiter teamleiterin "
    "abteilungsleiter personalreferent personalreferentin recruiterin koordinator koordinatorin reinigungskraft "
    "servicekraft hilfskraft bürokraft lehrkraft führungskraft tischler schreiner maler maurer dachdecker friseur "
    "architekt architektin rezeptionist rezeptionistin disponent archivar archivarin dramaturg dramaturgin regisseur "
    "regieassistenz bibliothekar bibliothekarin apotheker apothekerin tierarzt zahnarzt notar notarin anwalt anwältin "
    "friseurin gärtner hausmeister schlosser schweißer zerspaner consultantin administratorin beauftragter "
    "beauftragte stelle doktorand doktorandin"
)
_ENDINGS = re.compile(
    r"(?:entwickler|ingenieur|leiter|berater|referent|assistent|arbeiter|kaufmann|kauffrau|kaufleute|techniker|pfleger|"
    r"kraft|praktikant|student|lehrer|verkäufer|fahrer|monteur|mechaniker|mechatroniker|elektroniker|buchhalter|"
    r"wissenschaftler|informatiker|manager|trainer|designer|helfer|betreuer|planer|prüfer|koordinator|angestellter?|"
    r"leitung|assistent|referent|redakteur|architekt|chemiker|biologe|physiker|psychologe|therapeut|pädagoge|pädagogin|"
    r"lektor|anwalt)(?:in|innen|/in|/-in|:in|\*in|_in|In|\(in\))?$|(?:engineer|developer|analyst|specialist|consultant|"
    r"worker|keeper|ologist|ographer|inist|ivist|onist)s?$"
)
_GENDER_ENDING = re.compile(r"(?:[/:*_](?:-?in|r|n|innen)|In|\(in\))$")


def is_title_word(word: str) -> bool:
    """Whether a word names an occupation or a rank ("Engineer", "Sachbearbeiter:in", "Teamleitung")."""
    bare = _GENDER_ENDING.sub("", word.strip(".,;:()\"'")).lower()
    return bare in _WORDS or bool(_ENDINGS.search(bare))


def has_title_word(text: str) -> bool:
    """Whether any word of a short text names an occupation or a rank."""
    return any(is_title_word(part) for word in text.split() for part in (word, *re.split(r"[/&-]", word)))
