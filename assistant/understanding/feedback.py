"""What a message tells the reader about himself: what was good, what was lacking; English and German."""

import re
from collections.abc import Iterator

from assistant.understanding.reading import BULLET, Reading
from assistant.understanding.rejecting import only_sounds

_REASON = re.compile(
    r"\b(?:you (?:do not|don't|did not|didn't|currently|unfortunately|still)? ?(?:\w+ )?(?:lack|are lacking|"
    r"have (?:no|less|fewer|only|little|not (?:enough|the|yet))|meet|demonstrate|miss)|(?:lack|"
    r"absence) of (?:\w+ ){0,3}(?:experience|knowledge|skills?|fluen\w+|exposure|certification|degree)|(?:you|"
    r"profile|background|experience|skills|level|german|english|french|answers?)\b[^\n.]{0,50}\b(?:too (?:junior|"
    r"senior|limited|narrow|little)|not (?:\w+ )?(?:enough|sufficient|deep|strong|yet at)|insufficient|overqualified|"
    r"falls? short|fell short|below (?:the|what)|isn't (?:enough|sufficient|strong))|(?:need|require|requires|"
    r"looking for|seeking|want|wanted|needed) (?:someone|somebody|a candidate|candidates|a person|people|a profile|"
    r"at least)[^\n.]{0,40}(?:\d+\+? years|more (?:hands-on |direct |recent |practical )?experience|fluen|native|"
    r"degree|certif|licen[sc]e|deeper)|(?:minimum|at least) (?:of )?\w+ years|would have liked to see|(?:we|panel|"
    r"team|interviewers?) felt (?:that )?(?:you|your|the)|(?:unable|not able|can't|cannot) (?:to )?(?:sponsor|"
    r"offer (?:visa )?sponsorship)|visa sponsorship|reside in|salary expectations? (?:\w+ ){0,3}(?:exceed|above|"
    r"higher|beyond|outside)|(?:exceed|above|beyond|outside)\w* (?:our|the) (?:salary|budget|pay) ?\w*|"
    r"because (?:you|your)|since you (?:do not|don't|have)|as you (?:do not|don't|have no|lack)|the reason (?:is|was|"
    r"for)|the main (?:reason|concern|gap))\b|\b(?:ihnen (?:noch )?fehl\w*|fehlend\w* (?:\w+ ){0,3}(?:erfahrung|"
    r"kenntnisse|sprachkenntnisse|qualifikation|führerschein|abschluss)\w*|(?:mehr|tiefere|längere|weitergehende|"
    r"einschlägigere) (?:\w+ ){0,3}(?:erfahrung|kenntnisse|berufserfahrung|praxis)\w*|(?:deutsch|englisch|sprach|"
    r"fach|programmier)kenntnisse\b[^\n.]{0,60}(?:nicht|reichen|niveau|c1|b2)|mindestens \w+ jahre|überqualifiziert|"
    r"unterqualifiziert|nicht über (?:die|das|den|eine) (?:\w+ ){0,3}(?:erforderlich|notwendig|nötig|gewünscht|"
    r"ausreichend)\w*|gehaltsvorstellung\w* (?:\w+ ){0,6}(?:übersteig|über|liegt|liegen|hoch)|der grund (?:ist|war|"
    r"dafür|hierfür)|weil (?:sie|ihnen|ihre)|da (?:sie|ihnen) (?:\w+ ){0,6}(?:fehl|kein|nicht über)|"
    r"ausschlaggebend (?:war|waren) (?:\w+ ){0,3}(?:fehl|mangel)\w*|keine arbeitserlaubnis)|\brequire sponsorship|"
    r"\beligible for sponsorship|\b(?:based|live|located) (?:elsewhere|outside|too far)|\bvisumsverfahren\b",
    re.I,
)
_ABOUT_OTHERS = re.compile(
    r"\b(?:other|another|candidates?|applicants?|someone (?:else|who)|somebody who|whose)\b|\bandere[nrs]?\b|"
    r"\bbewerber|\bkandidat|\bmitbewerb",
    re.I,
)
_ABOUT_YOU = re.compile(
    r"\b(?:because|since|as) (?:you|your)\b|\byou (?:lack|do not have|don't have|have no)\b|\b(?:weil|da) (?:sie|"
    r"ihnen|ihre)\b|\bihnen (?:noch )?fehl|\bwe (?:need|require)",
    re.I,
)
_WORK = (
    r"(?:answers?|presentation|case|code|solution|task|test|tests|examples?|portfolio|lesson|enthusiasm|structure|"
    r"approach|pitch|writing|texts?|project|calculation|exercise|interview|performance|communication|questions|"
    r"technical (?:\w+ )?(?:skills|background|knowledge|depth)|coding skills|thesis|work on)"
)
_PRAISES = re.compile(
    rf"\byou (?:interviewed|presented|performed|scored|came across|handled|answered|struggled|impressed|fixed|"
    rf"did (?:very |really |so |extremely )?(?:well|great|brilliantly|a (?:great|good|fantastic))|were (?:\w+ "
    rf")?(?:excellent|"
    rf"strong|great|clear|well[ -]|articulate|outstanding|convincing|impressive|confident|engaging|the panel's)|could "
    rf"have|might have|should have|lost|missed|lacked|showed|demonstrated)\b|"
    rf"\byour (?:\w+ ){{0,3}}{_WORK}\b[^\n.]{{0,60}}\b(?:was|were|is|are|felt|lacked|showed|seemed|could|stood|"
    rf"impressed|"
    rf"came|didn't|did not|missed|needs?|has|have)\b|"
    rf"\bwhat (?:we|i|they|he|she|the panel|the team) (?:really |most |all )?(?:liked|loved|enjoyed|missed|"
    rf"appreciated)|"
    rf"\bwhat (?:stood out|impressed|worked|didn't|did not|went|would (?:have )?(?:lift|help|made|make|strengthen))|"
    rf"\bstood out\b|\b(?:interviewers?|everybody|everyone|the (?:team|panel)|they)(?: all| both| really)* (?:enjoyed|"
    rf"liked|"
    rf"loved|thought you|felt you|said you)|\bgave (?:\w+ ){{0,2}}(?:good|strong|great|clear) answers|\bfeedback "
    rf"from\b[^\n.]{{0,60}}"
    rf"\b(?:was|is)\b|\byour (?:job )?talk\b|\b(?:gespräche?|austausch) mit (?:ihnen|dir) (?:war|waren)|\bbesonders "
    rf"gefallen|"
    rf"\b(?:positiv|negativ) aufgefallen|\b(?:würde|möchte) ich (?:ihnen |dir )?(?:empfehlen|raten)|\bempfehle ich\b|"
    rf"\bdu (?:warst|"
    rf"bist) (?:\w+ )?(?:nett|gut|pünktlich|freundlich|stark|klasse)|\beinig waren (?:sich|wir)|\b(?:your|main|key) "
    rf"strengths?\b|^(?:• )?(?:strengths?|weaknesses|areas? (?:for|of|to) \w+|to "
    rf"improve)\b|\bareas? (?:for|of|to) (?:improve\w*|development|growth|work on)|\broom for improvement|\bheld you "
    rf"back|"
    rf"\blet you down|\btips? for (?:next time|the future|you)|\bmy (?:only |one )?(?:tip|advice)\b|\b(?:i|we)(?:'d| "
    rf"would) "
    rf"(?:encourage|advise|recommend|suggest) you\b|\bwould have liked to (?:see|hear)|\bwork on (?:your|the)\b|"
    rf"\bthe (?:only |one |main )(?:thing|point|concern|question mark|gap|drawback|weakness)\b[^\n.]{{0,50}}\b(?:was|"
    rf"is|"
    rf"over)\b|\bimpressions?\b[^\n.]{{0,20}}\b(?:good|positive|strong|excellent)|\btop marks|\bthumbs up|\bliked "
    rf"you\b|"
    rf"\bimpressed (?:by|with) (?:your|how|the way) (?!background|qualifications|experience|profile|application|skills "
    rf"and|"
    rf"resume|cv)|\b(?:enjoyed|liked?|loved|appreciated|mentioned|praised) (?:your (?!interest|patience|time|"
    rf"application|"
    rf"effort|taking|understanding)|how (?:you|direct)|the way you|that you)|"
    rf"\b(?:was|besonders|sehr) (?:uns|mir|ihm|ihr|dem team)\b[^\n.]{{0,20}}\b(?:gefallen|gefehlt|überzeugt|"
    rf"beeindruckt)|"
    rf"\bha(?:t|ben) (?:uns|mir|ihm|ihr|dem team) (?:\w+ ){{0,4}}(?:gefallen|gefehlt|überzeugt|beeindruckt|imponiert)|"
    rf"\b(?:gestört|"
    rf"gefehlt) hat\b|\bgelobt\b|\b(?:ihre?|deine?) (?:\w+ )?(?:stärken?|schwächen?|entwicklungsfelder)\b(?! (?:und|"
    rf"sowie) "
    rf"\w+ (?:besprochen|diskutiert))|\bluft nach oben|\bverbesserungspotenzial|\bausbaufähig|\b(?:beim|fürs) "
    rf"nächste[sn]? "
    rf"mal\b|\bmit auf den weg\b|\btipp\b|\b(?:hätten|hätte) (?:wir |ich |ihm |ihr )*(?:uns|mir|"
    rf"sich)?\b[^\n.]{{0,60}}\bgewünscht|"
    rf"\b(?:sie|du) (?:haben|hast|konnten|konntest|waren|warst)\b[^\n.]{{0,80}}\b(?:überzeug\w+|beeindruck\w+|prima|"
    rf"souverän|sympathisch|gut vorbereitet|stark|bestanden|dargestellt|gemeistert)|\b(?:sie|du) (?:haben|hast) (?:uns|"
    rf"mich|"
    rf"ihn|das team)\b[^\n.]{{0,40}}\büberzeugt|\bgern gelesen\b|\b(?:ihre?n?|deine?n?|das|der|die) (?:\w+ "
    rf")?(?:antworten|"
    rf"präsentation|lösung|auftreten|vortrag|gespräch mit (?:ihnen|dir)|arbeiten|probe(?:arbeit|tag|stunde|lektion|"
    rf"abend)\w*|"
    rf"aufgabe)\b[^\n.]{{0,60}}\b(?:war|"
    rf"waren|wirkte\w*|fehlte\w*|überzeug\w+|ist|sind)\b",
    re.I,
)
_LACKS = re.compile(
    r"\bwhat (?:\w+ )?(?:didn't|did not) work|\bfelt like\b|\bbelow the (?:score|mark|bar|threshold|level)|\bin your "
    r"case\b|"
    r"\bwas a must\b|\bsetting you up\b|\bheld you back|\blet you down|\bwould have liked to (?:see|hear)|\byou "
    r"(?:could|"
    r"should|might) have\b|\byou(?:r \w+)? (?:lacked|missed|struggled)|\bthe (?:only |one |main )(?:thing|concern|"
    r"question mark|"
    r"gap|drawback|weakness)\b|\b(?:gestört|gefehlt) hat|\bhat (?:uns|mir|ihm|ihr|dem team) (?:\w+ ){0,3}gefehlt|"
    r"\bunterfordert|"
    r"\b(?:some|few|showed) gaps?\b|\bspend more time on\b|\bfor the level\b|\bstärken liegen (?:woanders|anders)|"
    r"\bbei (?:ihnen|dir) [^\n.]{0,60}\bnicht\b|\b(?:ergebnis|leistung|punktzahl)\b[^\n.]{0,40}\bunter\b|\bnoch nicht "
    r"(?:so |ganz |"
    r"genug )?(?:viel|ausreichend|genug)|\b(?:brauchen?|benötigen?) (?:wir |ich )?(?:aber |jedoch |allerdings |derzeit "
    r")?jemanden, "
    r"(?:der|die)|\bvorstellungen (?:\w+ )?auseinander|\bfehlten? (?:uns|mir|ihm)\b|\bzu wenig\b|\b(?:ihnen|dir) fehl|"
    r"\bausbaufähig|\bluft nach oben|\bgewünscht\b",
    re.I,
)
_NO_FEEDBACK = re.compile(
    r"\bthank(?:s| you)|\bdank(?:e|en)?\b|\bwish you|\bif (?:you|we|that)\b|\bshould you\b|\bfalls\b|\bfeel free|"
    r"\bplease\b|"
    r"\bbitte\b|\bhope\b|\bhoffe|\?$|\bhow to\b|\bon file\b|\bsurvey|\bumfrage|\bapplicants\b|\bapplications\b|"
    r"\bcandidates who\b|"
    r"\bwe'd love|"
    r"\bprivacy|\bdatenschutz|\bkeine wertung|\bnot a reflection|\bcould have gone|\bshould have (?:asked|received|"
    r"got)|"
    r"\bcould have (?:asked|chosen|hired|offered)",
    re.I,
)
_TELLS = re.compile(
    r"\b(?:your|interview|the|our|some|is my|here's the|panel'?s?|client'?s?) feedback\b|\bfeedback (?:from|on your|as|"
    r"in|i|we|to "
    r"you)\b|\bhow (?:you|it|your \w+) (?:did|went)\b|\b(?:first )?impressions?\b|\bliked you\b|\b(?:test|interview) "
    r"results?\b|"
    r"\b(?:rückmeldung|feedback) (?:zu|aus|von|vom|für dich|zum)\b|\b(?:dein|ihr) (?:feedback|testergebnis|ergebnis)\b",
    re.I,
)
_ASKS_FOR_FEEDBACK = re.compile(
    r"\b(?:give|share|send|leave|value|appreciate|welcome|provide) (?:us )?your (?:honest )?feedback|\bhow (?:did we|"
    r"satisfied)|"
    r"\bsurvey\b|\bumfrage\b|\bbewerte",
    re.I,
)


def feedback_of(reading: Reading, *, refused: bool) -> tuple[str, ...]:
    """Return the sentences that tell the reader what was good or lacking, as written, list marks dropped.

    Args:
        reading: the message.
        refused: it turns the reader down; otherwise it must say itself that it gives feedback.
    """
    if not refused and (
        not _TELLS.search(f"{reading.subject}\n{reading.flow}") or _ASKS_FOR_FEEDBACK.search(reading.flow)
    ):
        return ()
    reasons = set(reasons_of(reading))
    told = (
        text
        for text in reading.sentences
        if text in reasons or (_PRAISES.search(text) and not _NO_FEEDBACK.search(text))
    )
    return tuple(dict.fromkeys(text.removeprefix(BULLET) for text in told))


def reasons_of(reading: Reading) -> Iterator[str]:
    """Yield the sentences that name a lack of the reader's; that others fitted better is no reason."""
    for match in _REASON.finditer(reading.flow):
        sentence = reading.around(match.start())
        if (not _ABOUT_OTHERS.search(sentence) or _ABOUT_YOU.search(sentence)) and not only_sounds(sentence):
            yield sentence
    yield from (text for text in reading.sentences if _LACKS.search(text) and not _NO_FEEDBACK.search(text))
