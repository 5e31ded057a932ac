"""The shapes that advice has in English: patterns only. ``advice`` decides with them.

Three shapes: an order ("Appeal now"), a "you should" with its many cousins, and a judgement, a
prediction or a deadline for one person. A new wording that got through belongs here, and its
sentence in the table of ``tests/toolkit/test_advice.py``.
"""

from __future__ import annotations

import re

from guides.toolkit.late import late

# --- what a person can do about a claim -------------------------------------------------------

_YOUR = r"(?:(?:your|the|this|that|an?|any|all|new|own|more|whole|another)\s+)*"
_THING = (
    r"(?:asylum\s+|immigration\s+|bail\s+|fresh\s+|late\s+|online\s+|notice\s+of\s+|"
    r"out[- ]of[- ]time\s+|protection\s+|human\s+rights\s+|statement\s+of\s+)*"
    r"(?:appeals?|claims?(?!\s+(?:for|to)\s+(?:universal|benefit|pip|housing|money|travel))|"
    r"further\s+submissions|submissions|bail|applications?\s+for\s+(?:asylum|bail|leave)|"
    r"bail\s+application|asylum\s+application|judicial\s+review|(?:pre-?action\s+)?protocol\s+"
    r"letter|rule\s+39)\b(?!\s+(?:papers|letters?|documents|number|reference|hearing))"
)
_REFUSAL = (
    r"(?:(?:the|your|this|that|a|its|home\s+office(?:'s)?)\s+)+(?:asylum\s+)?"
    r"(?:refusal|decision|removal|deportation|return|age\s+assessment)\b"
)
_STAY = (
    r"(?:asylum(?!\s+(?:support|housing|accommodation|help|advice|lawyer|aid|home))|"
    r"bail(?!\s+(?:accommodation|address|form|help|advice|hostel))|refugee\s+(?:status|protection)|"
    r"humanitarian\s+protection|judicial\s+review|permission\s+to\s+(?:stay|appeal)|"
    r"(?:further\s+|indefinite\s+)?leave\s+to\s+remain|further\s+leave|settlement|citizenship|"
    r"voluntary\s+return|an?\s+(?:oral\s+)?hearing\b(?!\s+(?:aid|loop|test)))"
)
_COURT = r"(?:the\s+|a\s+)?(?:home\s+office|judge|tribunal|court|officer|interviewer|caseworker)"
_NOT_MINE = (  # what else is claimed, accepted and signed
    r"(?!\s+(?:(?:for|the|your|a|an|any|this|their)\s+)*(?:free\s+|new\s+|temporary\s+)?"
    r"(?:universal|benefits?|child|housing|council|pip|money|back|cash|expenses|travel|support|"
    r"asylum\s+support|refund|costs?|job\w*|pension|healthy|tenancy|lease|agreement|contract|"
    r"inventory|register|attendance|sheet|list|consent|home|house|flat|room|accommodation|place|"
    r"bed|help|food|tax|treatment|referral|that\s+(?:the|they|it|you)|in\b|on\b|up\b|for\b|language|off\b))"
)
_OF_NO_WEIGHT = (  # things to say that are needs, and no part of the story
    r"(?!\s+(?:(?:that|if|you|your)\s+)*(?:also\s+)?(?:need|want|would\s+like|prefer|wish|do\s+not|"
    r"don't|cannot\s+(?:hear|under|read|come|travel|attend|get|report|write|speak|pay|go\s+to)|"
    r"can't\s+(?:hear|under|read|come|travel|attend|get|report|write|speak|pay)|"
    r"have\s+(?:moved|changed|a\s+(?:new|different|disab|health|medical|lawyer|solicitor)|no\s+"
    r"(?:money|home|food|lawyer|solicitor|phone|place)|nowhere|children)|are\s+(?:ill|sick|tired|"
    r"unwell|pregnant|disabled|hungry|homeless|late|deaf|going\s+to\s+be|moving|not\s+well)|"
    r"are\s+(?:a\s+(?:volunteer|guide)|not\s+(?:a\s+lawyer|allowed|from\s+the\s+home))|"
    r"cannot\s+(?:give|advise|help|promise|decide|tell)|can\s+(?:help|explain|show|look)|"
    r"feel|take\s+(?:any\s+)?medicine|speak|live|new\s+|address|phone|about\s+(?:your|a|any)\s+(?:"
    r"new\s+)?(?:address|phone|health|illness|disab|medicine|needs?|move|baby|pregnan|interpreter))"
    r")"
)
_IN_YOUR = r"(?:in|at|on)\s+(?:your|the)\s+(?:\w+\s+)?(?:interview|statement|hearing|screening)"

# Plain enough to be an order at the start of a sentence, where "Appeal" could also be a noun.
_ACT = rf"""(?:
    appeal(?=\s+(?:now|anyway|at\s+once|immediately|today|straight|right\s+away|quickly|fast|early|
        soon|as\s|in\s+time|before|within|by\s|online|yourself|against\s+(?:it|the|your|this)|the\s|
        this|your|that|it\b|to\s+(?:the|a)\s|if\s|even|again|until|while|because|or\s+you|and\s)
        |\s*[.!])
  | (?:claim|seek)\s+(?:{_STAY}|now\b|at\s+once|here|immediately|straight|protection)
  | claim\s+(?:that\s+you\b)
  | (?:get|put|send|hand)\s+{_YOUR}{_THING}\s+in\b
  | (?:apply|ask|request|insist\s+on)\s+(?:{_COURT}\s+)?(?:again\s+)?(?:for\s+)?{_STAY}
  | apply\s+(?:(?:again\s+)?to\s+(?:stay|extend|renew)|again\s+(?:before|within|in\s+the\s+last))
  | (?:lodge|submit|file|insist\s+on|make|enter|start|begin|bring|launch|complete|prepare|withdraw|
       cancel|stop|abandon|drop|continue|pursue|renew|delay|postpone|fill\s+(?:in|out)|fight\s+for|repeat|
       put\s+(?:in|off)|hand\s+in|send(?:\s+(?:in|off))?|give\s+up(?:\s+on)?|take\s+back|
       go\s+(?:on|ahead)\s+with|carry\s+on\s+with|change)\s+{_YOUR}{_THING}
  | withdraw(?=\s+(?:it|now|from\s+the\s+asylum|before|at\s+once)\b|\s*[.!])
  | (?:send|post|give|hand|submit)\s+(?:in\s+)?{_YOUR}(?:evidence|proof|witness\s+statement)\s+to\s+
        {_COURT}
  | (?:challenge|fight|contest|appeal|accept|dispute|ignore|resist|stop|oppose)\s+{_REFUSAL}
  | (?:accept|reject|refuse)\s+(?:the|an?y?|their)\s+offer
        (?:\s+(?:to|of)\s+(?:go|leave|return)|\s*[.!])
  | (?:refuse|agree)\s+to\s+(?:go|board|leave|return|sign|answer|be\s+(?:removed|interviewed))
  | (?:choose|accept|take|refuse|agree\s+to)\s+(?:a\s+|the\s+)?voluntary\s+(?:return|departure)
  | sign(?=\s+(?:it|this|that|here|anything|nothing|any|the|a|an|your|until|before|unless|without|
        what)\b|\s*[.!]){_NOT_MINE}
  | leave\s+the\s+(?:uk|country|united\s+kingdom)
  | (?:say|state|explain|write|claim)\s+(?:{_IN_YOUR}\s+)?(?:that\s+)?(?:you|your)\b
        (?<!say\syour)(?<!write\syour)(?<!state\syour)(?<!explain\syour){_OF_NO_WEIGHT}
  | (?:say|mention|write|put|include|explain|answer|leave\s+out)\s+(?:[\w']+\s+){{0,4}}{_IN_YOUR}
  | tell\s+{_COURT}\s+(?:(?:at|in)\s+(?:the|your)\s+\w+\s+)?(?:that|you|your|about|everything|why)\b
        {_OF_NO_WEIGHT}(?<!\syour)
  | mention\s+(?:that\s+you|your\s+(?:religion|faith|torture|politic|sexual|journey))
  | leave\s+out\s+(?:your|the|any|that)
)"""
# "Do not …" makes orders of words that alone are none.
_NOT_ACT = rf"""(?:
    (?:go\s+to|attend|turn\s+up\s+(?:to|at|for))\s+(?:your|the)\s+(?:\w+\s+)?(?:interview|hearing)
        (?!\s+(?:alone|hungry|without|late|on\s+your))
  | (?:tell|mention|admit|reveal|show)\s+(?:(?:it|this|that|anything|them)\s+)?(?:to\s+)?{_COURT}\b
        (?!\s+(?:more\s+)?(?:lies|a\s+lie|anything\s+false))
  | say\s+(?:that\s+)?you\s+(?:were|came|had|passed|travelled|stayed|paid|worked|lived|left|
        went|claimed|are\s+from|did)\b
  | mention\s+(?:your|that\s+you|it|him|her)\b | appeal\b | claim\b{_NOT_MINE} | sign\b{_NOT_MINE}
  | withdraw\b(?!\s+(?:money|cash)) | wait\s+to\s+(?:appeal|claim|lodge)
  | answer\s+(?:(?:the|any|their)\s+)?questions
)"""
# After "you should" a verb is a verb, whatever follows.
_LOOSE = rf"""(?:{_ACT}
  | appeal\b | claim\b{_NOT_MINE} | withdraw\b(?!\s+(?:money|cash|consent|your\s+consent))
  | lodge\b | (?:accept|refuse|sign)\b{_NOT_MINE} | pursue\s+(?:this|it)\b
  | (?:make|submit)\s+(?:your|further)\s+(?:\w+\s+)?(?:submissions|representations)
)"""

_ALSO = (
    r"(?:n't)?(?:[\s,]+(?:not|never|also|now|always|really|definitely|certainly|probably|just|"
    r"first|then|at\s+least|still|therefore|only|simply|please|quickly|immediately|either|in\s+fact|"
    r"think\s+about|consider))*"
)
_FLAGS = re.IGNORECASE | re.VERBOSE
MODAL = late(
    rf"""(?:
    (?<!do\s)(?<!did\s)(?<!don't\s)\byou(?:'ve|'d|'ll)?(?:{_ALSO}\s+|\s*)
        (?:should(?:n't)?|must(?:n't)?|ought(?:n't)?(?:\s+not)?\s+to|need\s+to|needs\s+to|have\s+to|
           got\s+to|(?:had\s+)?better|will\s+(?:have|need)\s+to|are\s+(?:strongly\s+)?advised\s+to|
           would\s+be\s+(?:wise|right|better|best|well\s+advised|foolish|mad|crazy)(?:\s+off)?\s+to|
           have\s+no\s+choice\s+but\s+to|(?:are\s+)?better\s+(?:off\s+)?to|might\s+as\s+well)
  | \b(?:they|he|she|people|everyone|everybody|anyone|nobody|no\s+one|the\s+(?:person|client)|
        (?:your|a|the)\s+clients?|clients)\s+(?:[a-z]+\s+){{0,3}}?(?:should|ought\s+to|had\s+better)
        (?:n't)?
  | \bit\s+(?:is|would\s+be|may\s+be|might\s+be|'s)\s+(?:\w+\s+)?(?:better|best|wise|wiser|worth|
        important|essential|vital|sensible|advisable|time|safer|safest|smart|crucial|a\s+good\s+idea)
        \s+(?:for\s+you\s+)?(?:to|that\s+you|if\s+you|not\s+to)
  | \b(?:your|the)\s+(?:best|only|safest|right|wisest)\s+(?:\w+\s+)?(?:is|would\s+be|for\s+you\s+is)
        \s+(?:now\s+)?(?:to)?
  | \bwhat\s+you\s+(?:should|need\s+to|must|have\s+to)\s+do\s+(?:now\s+)?is(?:\s+to)?
  | \bwhy\s+(?:not|don't\s+you) | \b(?:i|we)(?:\s+would|'d)(?:\s+not|n't)?
  | \b(?:i|we)\s+(?:want|need|urge|encourage|expect)\s+you\s+to
  | (?<!not\s)\b(?:make|be)\s+sure\s+(?:that\s+)?(?:you|to) | \bremember\s+to
  | \b(?:do\s+not|don't)\s+(?:forget|fail|hesitate|be\s+(?:afraid|scared))\s+to
  ){_ALSO}\s+{_LOOSE}
  | (?:\bthink\s+about|\bconsider|\bis(?:\s+not|n't)?\s+worth|\bpoint\s+in)\s+
    (?:appealing|withdrawing|claiming\s+asylum|making\s+further|lodging|signing)
  | \byou\s+(?:should|must|need\s+to|ought\s+to)\s+(?:also\s+)?tell\s+{_COURT}\s+that\b
        {_OF_NO_WEIGHT}
    """,
    _FLAGS,
)
ORDER = late(
    rf"(?P<no>\b(?:do\s+not|don't|never)\s+(?:ever\s+|just\s+)?(?:{_ACT}|{_NOT_ACT}))|\b{_ACT}"
    rf"|\b(?:tell|urge|encourage|persuade|advise|get|help)\s+(?:him|her|them|the\s+(?:client|person)|"
    rf"(?:your|a)\s+client|people|clients)\s+(?:not\s+)?to\s+{_LOOSE}",
    _FLAGS,
)

# --- judgements, predictions, and a deadline for one person -----------------------------------

_SURELY = (
    r"(?:\s+(?:probably|definitely|certainly|surely|almost|likely|very|most|never|not|also|soon|"
    r"then|easily|still|now|only|just))*"
)
_COUNT = (
    r"(?:0+|\d+|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fourteen|twenty|thirty|"
    r"twenty-eight|a|a\s+few|a\s+couple\s+of|some|only\s+a)"
)
_GOOD = (
    r"(?:good|strong|weak|great|excellent|bad|poor|real|fair|hopeless|solid|genuine|perfect|"
    r"winning|high|low|reasonable|slim|little|no)"
)
_OUTCOME = (
    r"(?:win|lose|succeed|fail|be\s+(?:granted|refused|removed|deported|sent\s+(?:back|home)|"
    r"released|allowed\s+to\s+stay|believed|accepted|recognised|successful|rejected)|"
    r"get\s+(?:asylum(?!\s+support)|(?:refugee\s+)?status|bail|leave|permission\s+to\s+stay))\b"
)
_BY_THE_LETTER = (  # reading out one's own letter is welcome
    r"(?!\s+(?:not\s+)?(?:the\s+(?:date|day|time)\s+(?:that\s+is\s+)?(?:printed\s+|written\s+|shown\s+"
    r"|given\s+)?(?:on|in)\b|(?:on|in|printed|written|shown|given)\b|what\s))"
)
SHAPES = {
    "opinion": late(
        r"""\b(?:i|we)\s+(?:(?:would|do|strongly|really|always|usually|'d)\s+)*
            (?:advise|recommend|suggest)\s+(?:that\s+)?(?:you\b
            (?!\s+(?:to\s+|should\s+)?(?:ask|see|talk|speak|ring|call|phone|contact|find|look\s+for|
                get|visit|keep|bring|read|go\s+to)\b)
            |(?:an?\s+|the\s+)?(?:appeal|appealing|withdraw|claiming|voluntary))
        | \b(?:i|we)\s+think\s+(?:that\s+)?you\s+(?:should|must|ought|need\s+to)\b
            (?!\s+(?:ask|see|talk|speak|ring|call|find|look\s+for|get|keep|bring|read)\b)
        | (?<!not\s)\bmy\s+advice\b | \bour\s+advice\s+(?:is|to\s+you|would)
        | \b(?:if\s+(?:i|we)\s+(?:were|was)\s+(?:you|in\s+your)
            |in\s+your\s+(?:place|shoes)\s*,?\s+(?:i|we))
        | \bthe\s+(?:best|right|only|safest|wisest)\s+(?:thing|way|choice|option|plan|step)\s+
            (?:for\s+you|(?:that\s+)?you\s+can\s+do\s+(?:now\s+)?is)
        | \byour\s+(?:best|strongest)\s+(?:argument|point|chance|bet|option|choice|hope|ground)s?\b
        | (?:(?<=[.!?:;,]\s)|(?<=\n)|\A|(?<=\bso\s)|(?<=\bbut\s)|(?<=\band\s)|(?<=-\s))
            in\s+your\s+(?:case|situation|circumstances|position)\s*,?\s+(?:you|your|it\b|i\b|we\b|
            the\s+(?:best|right|deadline|law|rule))
        | \bin\s+your\s+(?:case|situation|circumstances|position)\s*,?\s+you\s+(?:should|must|need|
            ought|will|would|had|qualify)""",
        _FLAGS,
    ),
    "outcome": late(
        rf"""\byou(?:\s+will|'ll|\s+won't|\s+would){_SURELY}\s+{_OUTCOME}
        | \byou(?:\s+are|'re){_SURELY}\s+(?:going|sure|certain|bound|likely|unlikely|guaranteed)
            \s+to\s+{_OUTCOME}
        | \byou\s+(?:stand|have|'ve\s+got|have\s+got){_SURELY}\s+(?:(?:an?|some|every|any)\s+)?
            (?:very\s+|really\s+|quite\s+|pretty\s+)*{_GOOD}\s+(?:legal\s+|asylum\s+)?
            (?:case|claim|appeal|chances?|grounds|prospects|reason\s+to\s+appeal)
        | \byour\s+(?:asylum\s+)?(?:case|claim|appeal|story|chances?|prospects|grounds)\s+(?:is|are|
            looks?|sounds?|seems?){_SURELY}\s+(?:(?:quite|really|too|pretty|rather)\s+)*
            (?:good|strong|weak|hopeless|bad|poor|excellent|high|low|great|slim|(?:likely|unlikely|
            sure|going|certain|bound)\s+to\s+{_OUTCOME})\b
        | \byour\s+(?:asylum\s+)?(?:case|claim|appeal|application|bail)\s+
            (?:will|won't|is\s+going\s+to){_SURELY}\s+{_OUTCOME}
        | \b(?:the\s+judge|the\s+home\s+office|they)\s+will{_SURELY}\s+(?:(?:grant|refuse|believe|
            remove|deport|release)\s+you|accept\s+your)\b
        | \byou\s+(?:clearly\s+|definitely\s+|certainly\s+)?(?:qualify\s+for|deserve)\s+
            (?:asylum(?!\s+support)|refugee|protection|bail)""",
        _FLAGS,
    ),
    "deadline": late(
        rf"""\byour\s+(?:appeal\s+)?(?:deadline|time\s+limit)\s+(?:to\s+\w+\s+)?
            (?:is|was|falls|will\s+be|runs\s+out|expires|ends|has)\b{_BY_THE_LETTER}
        | \byou(?:\s+(?:only|just|still|now))?(?:\s+have|'ve|\s+have\s+got|'ve\s+got|\s+get)
            (?:\s+(?:only|just|still|now|about))*\s+{_COUNT}\s+(?:\w+\s+)?(?:(?:days?|weeks?|months?|hours?)\s+)?
            (?:left\b(?!\s+(?:in|at)\s+(?:your|the|this|asylum))|remaining|to\s+(?:appeal|lodge|
            claim\s+asylum|submit|make\s+(?:further|an)|send\s+in\s+(?:your|an|the)\s+appeal))
        | \byou\s+(?:only\s+|still\s+|now\s+)?have\s+(?:only\s+)?until\b{_BY_THE_LETTER}
        | \b(?:there\s+are|only)\s+{_COUNT}\s+(?:days?|weeks?|hours?)\s+(?:are\s+)?
            (?:left|remaining|remain)\b
        | \byour\s+(?:appeal|further\s+submissions|bail\s+application|claim)\s+(?:must|has\s+to|
            have\s+to|should|needs?\s+to|is|are)\s+(?:be\s+)?(?:in|lodged|sent|made|received|submitted|due|
            with\s+\w+)\s+(?:\w+\s+){{0,3}}?(?:by|within|before|on|no\s+later)\b{_BY_THE_LETTER}
        | \byour\s+(?:last\s+day|final\s+date)\s+(?:to\s+\w+\s+)?is\b{_BY_THE_LETTER}
        | \byour\s+time\s+(?:to\s+appeal\s+)?(?:is\s+up|has\s+run\s+out|runs\s+out|ends)""",
        _FLAGS,
    ),
}

# --- how to mend it ---------------------------------------------------------------------------

SAID = {
    "order": (
        "This tells the person what to do about their claim, appeal, bail or removal. That is "
        "immigration advice.",
        "Tell the rule, not the step: “A person can …”, “People usually …”, “The rule is …”; or "
        "send them to help: “Ask a lawyer about …”.",
    ),
    "should": (
        "“You should” or “you must” about a claim, appeal, bail or removal is advice to one "
        "person.",
        "Tell it as a rule: “A person who … can …”, “The rules ask people to …”; or: “Ask a "
        "lawyer whether …”.",
    ),
    "opinion": (
        "This gives an opinion on what is best for this person. That is immigration advice.",
        "Say what the rule is for everybody, and who may advise: “I cannot advise you. A lawyer "
        "can.”",
    ),
    "outcome": (
        "This says how one person's case will end, or how good it is. Only a lawyer may judge "
        "that.",
        "Say what usually happens: “People who … usually get …”, “A claim can be refused if …”; "
        "or: “Nobody can promise what the decision will be.”",
    ),
    "deadline": (
        "This gives one person a deadline. Only their own letter or their lawyer can say it.",
        "Tell the rule and point to the letter: “A person usually has {fact:…} to appeal. Read "
        "the date on your letter.”",
    ),
}  # fmt: skip
