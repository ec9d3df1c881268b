"""What a message tells the reader about himself: what was good, what was lacking; English and German."""

import re
from collections.abc import Iterator, Sequence

from assistant.mail.expressions import expression
from assistant.understanding.reading import BULLET, Reading
from assistant.understanding.rejecting import only_sounds

_REASON = expression(
    r"\b(?:you (?:do not|don't|did not|didn't|currently|unfortunately|still)? ?(?:\w+ )?(?:lack|are lacking|have (?:no|"
    r"less|fewer|only|little|not (?:enough|the|yet))|meet|demonstrate|miss)|(?:lack|"
    r"absence) of (?:\w+ ){0,3}(?:experience|knowledge|skills?|fluen\w+|exposure|certification|degree)|(?:you|profile|"
    r"background|experience|skills|level|german|english|french|answers?)\b[^\n.]{0,50}\b(?:too (?:junior|senior|"
    r"limited|narrow|little)|not (?:\w+ )?(?:enough|sufficient|deep|strong|yet at)|insufficient|overqualified|"
    r"falls? short|fell short|below (?:the|what)|isn't (?:enough|sufficient|strong))|(?:need|require|requires|"
    r"looking for|seeking|want|wanted|needed) (?:someone|somebody|a candidate|candidates|a person|people|a profile|"
    r"at least)[^\n.]{0,40}(?:\d+\+? years|more (?:hands-on |direct |recent |practical )?experience|fluen|native|"
    r"degree|certif|licen[sc]e|deeper)|(?:minimum|at least) (?:of )?\w+ years|would have liked to see|(?:we|panel|team|"
    r"interviewers?) felt (?:that )?(?:you|your|the)|(?:unable|not able|can't|cannot) (?:to )?(?:sponsor|"
    r"offer (?:visa )?sponsorship)|visa sponsorship|reside in|salary expectations? (?:\w+ ){0,3}(?:exceed|above|higher|"
    r"beyond|outside)|(?:exceed|above|beyond|outside)\w* (?:our|the) (?:salary|budget|pay) ?\w*|because (?:you|your)|"
    r"as you are (?:looking|based|only|not)|since you (?:do not|don't|have)|as you (?:do not|don't|have no|lack)|"
    r"the reason (?:is|was|for)|the main (?:reason|concern|gap))\b|\b(?:ihnen (?:noch )?fehl\w*|"
    r"fehlend\w* (?:\w+ ){0,3}(?:erfahrung|kenntnisse|sprachkenntnisse|qualifikation|führerschein|abschluss)\w*|"
    r"(?:mehr|tiefere|längere|weitergehende|einschlägigere) (?:\w+ ){0,3}(?:erfahrung|kenntnisse|berufserfahrung|"
    r"praxis)\w*|(?:deutsch|englisch|sprach|fach|programmier)kenntnisse\b[^\n.]{0,60}(?:nicht|reichen|niveau|c1|b2)|"
    r"mindestens \w+ jahre|überqualifiziert|unterqualifiziert|nicht über (?:die|das|den|"
    r"eine) (?:\w+ ){0,3}(?:erforderlich|notwendig|nötig|gewünscht|ausreichend)\w*|"
    r"gehaltsvorstellung\w* (?:\w+ ){0,6}(?:übersteig|über|liegt|liegen|hoch)|der grund (?:ist|war|dafür|hierfür)|"
    r"weil (?:sie|ihnen|ihre)|da (?:sie|ihnen) (?:\w+ ){0,6}(?:fehl|kein|nicht über)|ausschlaggebend (?:war|"
    r"waren) (?:\w+ ){0,3}(?:fehl|mangel)\w*|keine arbeitserlaubnis)|\brequire sponsorship|\beligible for sponsorship|"
    r"\b(?:based|live|located) (?:elsewhere|outside|too far)|\bvisumsverfahren\b",
    re.I,
)
_ABOUT_OTHERS = expression(
    r"\b(?:other|another|candidates?|applicants?|someone (?:else|who)|somebody who|whose)\b|\bandere[nrs]?\b|"
    r"\bbewerber|\bkandidat|\bmitbewerb",
    re.I,
)
_ABOUT_YOU = expression(
    r"\b(?:because|since|as) (?:you|your)\b|\byou (?:lack|do not have|don't have|have no)\b|\b(?:weil|da) (?:sie|"
    r"ihnen|ihre)\b|\bihnen (?:noch )?fehl|\bwe (?:need|require)",
    re.I,
)
_WORK = (
    r"(?:answers?|presentation|case|code|solution|task|test|tests|examples?|portfolio|lesson|enthusiasm|structure|"
    r"approach|pitch|writing|texts?|project|calculation|exercise|interview|performance|communication|questions|"
    r"technical (?:\w+ )?(?:skills|background|knowledge|depth)|coding skills|thesis|work on)"
)
_PRAISES_ENGLISH = expression(
    rf"\byou (?:interviewed|presented|performed|scored|came across|handled|answered|struggled|impressed|fixed|did "
    rf"(?:very |really |so |extremely )?(?:well|great|brilliantly|a (?:great|good|fantastic))|were (?:\w+ "
    rf")?(?:excellent|strong|great|clear|well[ -]|articulate|outstanding|convincing|impressive|confident|engaging|the "
    rf"panel's)|could have|might have|should have|lost|missed|lacked|showed|demonstrated)\b|\byour (?:\w+ "
    rf"){{0,3}}{_WORK}\b[^\n.]{{0,60}}\b(?:was|were|is|are|felt|lacked|showed|seemed|could|stood|impressed|came|didn't|"
    rf"did not|missed|needs?|has|have)\b|\bwhat (?:we|i|they|he|she|the panel|the team) (?:really |most |all "
    rf")?(?:liked|loved|enjoyed|missed|appreciated)|\bwhat (?:stood out|impressed|worked|didn't|did not|went|would "
    rf"(?:have )?(?:lift|help|made|make|strengthen))|\bstood out\b|\b(?:interviewers?|everybody|everyone|the (?:team|"
    rf"panel)|they)(?: all| both| really)* (?:enjoyed|liked|loved|thought you|felt you|said you)|\bgave (?:\w+ "
    rf"){{0,2}}(?:good|strong|great|clear) answers|\bfeedback from\b[^\n.]{{0,60}}\b(?:was|is)\b|\byour (?:job "
    rf")?talk\b|\bfound you\b|\bwho met you\b|\b(?:your|main|key) strengths?\b|^(?:• )?(?:strengths?|weaknesses|areas? "
    rf"(?:for|of|to) \w+|to improve)\b|\bareas? (?:for|of|to) (?:improve\w*|development|growth|work on)|\broom for "
    rf"improvement|\bheld you back|\blet you down|\btips? for (?:next time|the future|you)|\bmy (?:only |one )?(?:tip|"
    rf"advice)\b|\b(?:i|we)(?:'d| would) (?:encourage|advise|recommend|suggest) you\b|\bwould have liked to (?:see|"
    rf"hear)|\bwork on (?:your|the)\b|\bthe (?:only |one |main )(?:thing|point|concern|question mark|gap|drawback|"
    rf"weakness)\b[^\n.]{{0,50}}\b(?:was|is|over)\b|\bimpressions?\b[^\n.]{{0,20}}\b(?:good|positive|strong|excellent)|"
    rf"\btop marks|\bthumbs up|\bliked you\b|\bimpressed (?:by|with) (?:your|how|the way) (?!background|qualifications|"
    rf"experience|profile|application|skills and|resume|cv)|\b(?:enjoyed|liked?|loved|appreciated|mentioned|praised) "
    rf"(?:your (?!interest|patience|time|application|effort|taking|understanding)|how (?:you|direct)|the way you|that "
    rf"you)",
    re.I | re.M,
)
_PRAISES_GERMAN = expression(
    r"\bfinden wir (?:\w+ )?(?:stark|gut|super|spannend)|\b(?:haben|hatten) (?:wir )?(?:sie|dich) als\b|\beinig waren "
    r"(?:sich|wir)|\bdu (?:warst|bist) (?:\w+ )?(?:nett|gut|pünktlich|freundlich|stark|klasse)|\bempfehle ich\b|"
    r"\b(?:würde|möchte) ich (?:ihnen |dir )?(?:empfehlen|raten)|\b(?:positiv|negativ) aufgefallen|\bbesonders "
    r"gefallen|\b(?:gespräche?|austausch) mit (?:ihnen|dir) (?:war|waren)|\b(?:was|besonders|sehr) (?:uns|mir|ihm|ihr|"
    r"dem team)\b[^\n.]{0,20}\b(?:gefallen|gefehlt|überzeugt|beeindruckt)|\bha(?:t|ben) (?:uns|mir|ihm|ihr|"
    r"dem team) (?:\w+ "
    r"){0,4}(?:gefallen|gefehlt|überzeugt|beeindruckt|imponiert)|\b(?:gestört|gefehlt) hat\b|\bgelobt\b|\b(?:ihre?|"
    r"deine?) (?:\w+ )?(?:stärken?|schwächen?|entwicklungsfelder)\b(?! (?:und|sowie) \w+ (?:besprochen|diskutiert))|"
    r"\bluft nach oben|\bverbesserungspotenzial|\bausbaufähig|\b(?:beim|fürs) nächste[sn]? mal\b|\bmit auf den weg\b|"
    r"\btipp\b|\b(?:hätten|hätte) (?:wir |ich |ihm |ihr )*(?:uns|mir|sich)?\b[^\n.]{0,60}\bgewünscht|\b(?:sie|du) "
    r"(?:haben|hast|konnten|konntest|waren|warst)\b[^\n.]{0,80}\b(?:überzeug\w+|beeindruck\w+|prima|souverän|"
    r"sympathisch|gut vorbereitet|stark|bestanden|dargestellt|gemeistert)|\b(?:sie|du) (?:haben|hast) (?:uns|mich|ihn|"
    r"das team)\b[^\n.]{0,40}\büberzeugt|\bgern gelesen\b|\b(?:ihre?n?|deine?n?|das|der|die) (?:\w+ )?(?:antworten|"
    r"präsentation|lösung|auftreten|vortrag|gespräch mit (?:ihnen|dir)|arbeiten|probe(?:arbeit|tag|stunde|lektion|"
    r"abend)\w*|aufgabe)\b[^\n.]{0,60}\b(?:war|waren|wirkte\w*|fehlte\w*|überzeug\w+|ist|sind)\b",
    re.I | re.M,
)
_PRAISES = {"en": (_PRAISES_ENGLISH,), "de": (_PRAISES_GERMAN,)}
_BOTH = (_PRAISES_ENGLISH, _PRAISES_GERMAN)
_LACKS = expression(
    r"\bwhat (?:\w+ )?(?:didn't|did not) work|\bfelt like\b|\bbelow the (?:score|mark|bar|threshold|level)|"
    r"\bin your case\b|\bwas a must\b|\bsetting you up\b|\bheld you back|\blet you down|\bwould have liked to (?:see|"
    r"hear)|\byou (?:could|should|might) have\b|\byou(?:r \w+)? (?:lacked|missed|struggled)|\bthe (?:only |one |"
    r"main )(?:thing|concern|question mark|gap|drawback|weakness)\b|\b(?:gestört|gefehlt) hat|\bhat (?:uns|mir|ihm|ihr|"
    r"dem team) (?:\w+ ){0,3}gefehlt|\bunterfordert|\b(?:some|few|showed) gaps?\b|\bspend more time on\b|"
    r"\bfor the level\b|\bstärken liegen (?:woanders|anders)|\bbei (?:ihnen|dir) [^\n.]{0,60}\bnicht\b|\b(?:ergebnis|"
    r"leistung|punktzahl)\b[^\n.]{0,40}\bunter\b|\bnoch nicht (?:so |ganz |genug )?(?:viel|ausreichend|genug)|"
    r"\b(?:brauchen?|benötigen?) (?:wir |ich )?(?:aber |jedoch |allerdings |derzeit )?jemanden, (?:der|die)|"
    r"\bvorstellungen (?:\w+ )?auseinander|\bfehlten? (?:uns|mir|ihm)\b|\bnicht entnehmen|\bzu wenig\b|\b(?:ihnen|"
    r"dir) fehl|\bausbaufähig|\bluft nach oben|\bgewünscht\b",
    re.I,
)
_NO_FEEDBACK = expression(
    r"\bthank(?:s| you)|\bdank(?:e|en)?\b|\bwish you|\bif (?:you|we|that)\b|\bshould you\b|\bfalls\b|\bfeel free|"
    r"\bplease\b|\bbitte\b|\bhope\b|\bhoffe|\?$|\bhow to\b|\bon file\b|\bsurvey|\bumfrage|\bapplicants\b|"
    r"\bapplications\b|\bcandidates who\b|\bwe'd love|\bprivacy|\bdatenschutz|\bkeine wertung|\bnot a reflection|"
    r"\bcould have gone|\bshould have (?:asked|received|got)|\bcould have (?:asked|chosen|hired|offered)",
    re.I,
)
_NO_REASON = expression(r"\breceiving this\b|\bbecause you applied\b|\bsie erhalten diese\b", re.I)
_TELLS = expression(
    r"\b(?:your|interview|the|our|some|is my|here's the|panel'?s?|client'?s?) feedback\b|\bfeedback (?:from|on your|as|"
    r"in|i|we|to you)\b|\bhow (?:you|it|your \w+) (?:did|went)\b|\b(?:first )?impressions?\b|\bliked you\b|\b(?:test|"
    r"interview) results?\b|\b(?:rückmeldung|feedback) (?:zu|aus|von|vom|für dich|zum)\b|\b(?:dein|ihr) (?:feedback|"
    r"testergebnis|ergebnis)\b",
    re.I,
)
_ASKS_FOR_FEEDBACK = expression(
    r"\b(?:give|share|send|leave|value|appreciate|welcome|provide) (?:us )?your (?:honest )?feedback|\bhow (?:did we|"
    r"satisfied)|\bsurvey\b|\bumfrage\b|\bbewerte",
    re.I,
)


def feedback_of(reading: Reading, reasons: Sequence[str], *, refused: bool) -> tuple[str, ...]:
    """Return the sentences that tell the reader what was good or lacking, as written, list marks dropped.

    Args:
        reading: the message.
        reasons: its sentences that name a lack of the reader's, where it turns him down.
        refused: it turns him down; otherwise it must say itself that it gives feedback.
    """
    if not refused and not _gives_feedback(reading):
        return ()
    praises = _PRAISES.get(reading.language or "", _BOTH)
    patterns = praises if refused else (*praises, _LACKS)
    told = {reading.around(match.start()) for pattern in patterns for match in pattern.finditer(reading.flow)}
    good = {text for text in told if not _NO_FEEDBACK.search(text)}
    kept = (text for text in reading.sentences if text in good or text in reasons)
    return tuple(dict.fromkeys(text.removeprefix(BULLET) for text in kept))


def _gives_feedback(reading: Reading) -> bool:
    told = _TELLS.search(f"{reading.subject}\n{reading.flow}")
    return told is not None and not _ASKS_FOR_FEEDBACK.search(reading.flow)


def reasons_of(reading: Reading) -> Iterator[str]:
    """Yield the sentences that name a lack of the reader's; that others fitted better is no reason."""
    for match in _REASON.finditer(reading.flow):
        sentence = reading.around(match.start())
        if _NO_REASON.search(sentence):
            continue
        if (not _ABOUT_OTHERS.search(sentence) or _ABOUT_YOU.search(sentence)) and not only_sounds(sentence):
            yield sentence
    for match in _LACKS.finditer(reading.flow):
        sentence = reading.around(match.start())
        if not _NO_FEEDBACK.search(sentence):
            yield sentence
