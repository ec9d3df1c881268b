"""Which language the writer's words are in, told by function words."""

from collections.abc import Sequence

from assistant.understanding.tables import table

_ENOUGH = 4
_SAMPLE = 400

_FUNCTION_WORDS: dict[str, frozenset[str]] = {
    "en": table(
        "the and you your for with this that have has we our are is was will would to of at on be not from they "
        "their it if please about which been can my i when what"
    ),
    "de": table(
        "und der die das ist nicht wir sie ihre ihr ihnen ihren für mit auf bei von zu zum zur den dem des ein eine "
        "einen einer ich uns unser sind haben hat wird werden leider auch als dass bitte oder aber sich im am du "
        "dich deine dein dir"
    ),
    "fr": table(
        "le les des est et vous votre vos nous notre pour avec dans une que qui sur pas ne au aux je ce cette sont "
        "avons merci être plus par"
    ),
    "es": table(
        "el los las una para con por su sus que no es en y del nos nuestra nuestro gracias usted le ha hemos muy "
        "como pero esta este más al"
    ),
    "nl": table(
        "het een van en voor met niet dat deze zijn wij je jij jouw uw u ons onze hebben heeft wordt aan bij naar "
        "ook maar graag om te op er"
    ),
    "it": table(
        "il gli della del di che per con una non sono la sua suo nostra nostro grazie siamo abbiamo è e alla nel "
        "questo questa lei le i anche come più"
    ),
    "pt": table(
        "o os as uma para com não você sua seu que do da em e nós nossa nosso obrigado obrigada por foi dos das mais "
        "como está ao à"
    ),
}


def language_of(words: Sequence[str]) -> str | None:
    """Return the ISO 639-1 code, None when fewer than four function words speak for one language or two are level.

    Args:
        words: the text's words in order, lower case.
    """
    sample = words[:_SAMPLE]
    hits = sorted(((sum(word in known for word in sample), code) for code, known in _FUNCTION_WORDS.items()))
    (second, _), (first, code) = hits[-2:]
    return code if first >= _ENOUGH and first > second else None
