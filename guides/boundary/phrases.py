"""The wordings of advice in notes: patterns, and what to write instead. Data only.

Other than in our own texts (``toolkit/advice_words.py``), notes are short, in the past, about a
third person, and hold mistakes: "adviced him apeal asap". A wording that got through belongs
here, and its note in the tuned half of ``tests/boundary/notes.toml``.

Every gap has an upper bound, so that no text takes long.
"""

from __future__ import annotations

import re
from functools import cache

from guides.boundary.domain import Kind, Topic

FLAGS = re.IGNORECASE | re.VERBOSE

# --- what a person can do about a claim -------------------------------------------------------

_ANY = r"(?:(?:a|an|the|his|her|their|your|my|this|that|its|any|new|more|all)\s+){0,3}"
_PUT = (
    r"(?:lodg(?:es?|ing)|submit(?:s|ting)?|fil(?:es?|ing)|send(?:s|ing)?(?:\s+(?:in|off))?|"
    r"put(?:s|ting)?(?:\s+in)?|get(?:s|ting)?|mak(?:es?|ing)|do(?:es|ing)?|start(?:s|ing)?|"
    r"enter(?:s|ing)?|br(?:ing|ings|inging)|launch(?:es|ing)?|writ(?:es?|ing)|renew(?:s|ing)?|"
    r"pursu(?:es?|ing)|withdraw(?:s|ing)?|drop(?:s|ping)?|stop(?:s|ping)?|cancel(?:s|l?ing)?|"
    r"delay(?:s|ing)?|continu(?:es?|ing)(?:\s+with)?|go(?:es|ing)?\s+(?:on|ahead)\s+with|"
    r"giv(?:es?|ing)\s+up(?:\s+on)?|book(?:s|ing)?|need(?:s|ing)?|pay(?:s|ing)?\s+for)"
)
_APPLY = (
    r"(?:appl(?:y|ies|ying)|ask(?:s|ing)?|go(?:es|ing)?|request(?:s|ing)?|pay(?:s|ing)?)"
    r"(?:\s+again)?\s+for"
)
_ASYLUM = r"as?sy?l[ue]m"
_SUPPORT = r"(?!\s+(?:support|accom\w*|housing|hotel|help|advice|lawyer|aid|seekers?))"
_REFUSAL = (
    r"(?:refusal|decision|removal|deportation|age\s+assessment|credibility|reasons|points|"
    r"findings|it|this|that|them)\b"
)
_COURT = (
    r"(?:(?:the|a|his|her|their)\s+)?(?:home\s+office|ho|judge|tribunal|court|interviewer|"
    r"(?:immigration\s+)?officer|case\s?owner|decision\s+maker|caseworker)\b"
)
_NO = r"(?:not|don'?t|do\s+not|never)"
_SAY = r"(?:say|tell|mention|admit|explain|state|claim|talk\s+about|bring\s+up)"

ACTS: dict[Topic, str] = {
    # Verbs as they stand after "to", "should" or "suggested". The most telling topic comes first.
    "appeal": rf"""
        app?e+al{{1,2}}(?:s|ing)?\b(?!\s+(?:hearing|rights?|form|date|letter|process|stage|sheet))
      | {_PUT}\s+{_ANY}(?:late\s+|paper\s+|oral\s+)?(?:app?e+al{{1,2}}s?|grounds|judicial\s+review|
            jr|injunction|rule\s+39|pap\s+letter)\b
      | (?:challeng|disput|oppos)(?:e|es|ing)\s+{_ANY}{_REFUSAL}
      | (?:fight|contest|reject|ignor|accept)(?:e|s|ing)?\s+{_ANY}(?:home\s+office\s+)?
            {_REFUSAL}
      | {_APPLY}\s+{_ANY}(?:judicial\s+review|jr|permission\s+to\s+appeal|an?\s+injunction|
            oral\s+hearing|paper\s+hearing|adjournment|transfer)\b
      | appl(?:y|ies|ying)\s+to\s+{_ANY}(?:upper\s+|first[- ]tier\s+)?(?:tribunal|court)\b
      | (?:go|goes|going)\s+to\s+(?:the\s+)?(?:upper\s+)?(?:tribunal|court)\s+(?:with|to|about|and)
      | (?:represent|defend)(?:s|ing)?\s+(?:him|her|them|your)sel(?:f|ves)\b
    """,
    "claim": rf"""
        (?:claim|seek)(?:s|ing)?\s+(?:{_ASYLUM}{_SUPPORT}|protection|again|now|straight|at\s+once|
            here|asap|immediately|as\s+(?:soon|an?\b)|before|after|until|in\s+(?:country|croydon))
      | claim(?:s|ing)?(?=\s*(?:[.,;!?]|\Z|until\b|because\b|and\b|yet\b))
      | {_APPLY}\s+{_ASYLUM}{_SUPPORT}
      | {_PUT}\s+{_ANY}(?:(?:{_ASYLUM}|fresh|late|protection)\s+){{0,2}}(?:claim|application)\b
            (?!\s+(?:for|to)\s+(?:uc|universal|benefit|pip|housing|school|money|council|college))
      | {_PUT}\s+{_ANY}(?:further|fresh|fs)\s+(?:subm?is+ions?|subs?|evidence|claim|appointment)\b
      | {_PUT}\s+{_ANY}(?:subm?is+ions|representations)\b
      | (?:start|begin)(?:s|ing)?\s+{_ANY}(?:claim|case)\s+(?:over|again)
      | withdraw(?:s|ing)?\b(?!\s+(?:money|cash|consent|(?:his|her|their|your)\s+consent))
      | (?:wait|hold\s+on|hold\s+off)(?:s|ing)?\s+(?:\w+\s+){{0,3}}?(?:before|to|until|till|with)\s+
            (?:\w+\s+){{0,6}}?(?:claim(?:s|ing)?|apply(?:ing)?|lodg(?:e|ing)|appeal(?:ing)?)\b
      | (?:send|submit|giv|hand|post)(?:e|s|ing|ting)?\s+(?:in\s+)?(?:\w+\s+){{1,6}}?(?:to|into)\s+
            {_COURT}
      | (?:add|includ|nam)(?:e|s|ing)?\s+(?:\w+\s+){{1,4}}?(?:to|on|in|as)\s+{_ANY}
            (?:asylum\s+)?(?:claim|dependa?nts?|
            application\s+for\s+asylum)\b
      | start(?:s|ing)?\s+work(?:ing)?\b
      | (?:ask|tell|writ)(?:e|s|ing)?\s+(?:to\s+)?{_COURT}\s+(?:again\s+)?(?:to|for|asking)\b
    """,
    "bail": rf"""
        {_APPLY}\s+{_ANY}(?:immigration\s+)?bail(?!\s+(?:accom|address|form\b))
      | {_PUT}\s+{_ANY}bail(?:\s+application)?\b
      | stop(?:s|ping)?\s+(?:reporting|signing)\b
      | {_NO}\s+(?:to\s+)?(?:go\s+(?:to\s+|and\s+)?)?report\b
      | (?:miss|skip)(?:s|ping)?\s+reporting\b
    """,
    "leave": rf"""
        {_APPLY}\s+{_ANY}(?:british\s+|spouse\s+|family\s+|student\s+|work\s+|skilled\s+worker\s+)?
            (?:ilr|(?:further\s+|indefinite\s+)?leave\b|status\b|refugee\s+status|citizenship|
            naturalisation|settlement|settled\s+status|family\s+reunion|visa|travel\s+document|
            statelessness|fee\s+waiver|an?\s+extension|humanitarian|protection)
      | (?:sponsor)(?:s|ing)?\s+{_ANY}(?:wife|husband|partner|son|daughter|child|mother|family)
    """,
    "return": rf"""
        (?:go|goes|going|return|returning)\s+(?:(?:back\s+)?home\b(?!\s+office)|back\s+to\s+(?:his|
            her|their|your)\s+(?:own\s+)?country|voluntar)
      | (?:tak|choos|accept|do)(?:e|es|ing)?\s+(?:a\s+|the\s+)?voluntary\s+(?:return|departure)
      | (?:leave|leaving)\s+the\s+(?:uk|country)\b
      | sign(?:s|ing)?\s+(?:(?:any|no)\s?thing|{_ANY}(?:voluntary|papers?|forms?|disclaimer|
            documents?|statement|waiver|return)|it|them)\b
      | refus(?:e|es|ing)\s+to\s+(?:get|go|board|fly|leave|sign)\b
    """,
    "interview": rf"""
        {_SAY}\s+{_COURT}
      | {_SAY}\s+(?:that\s+)?(?:you|she|he|they)\b
            (?:\s+(?:were|was|came|had|is|are|cannot|can\s*not|can't|cant|could|will|did|
            never|left|has|have|only|converted|travelled|entered))
      | (?:mention|admit|hide|reveal|disclose)\s+(?:\w+\s+){{0,4}}\w+
      | (?:say|mention|tell|put|write|answer)\s+(?:\w+\s+){{1,8}}?(?:in|at|on)\s+
            (?:the|his|her|your)\s+(?:\w+\s+)?(?:interview|statement|hearing|screening)
      | (?:leave|leaving|miss|missing)\s+out\s+(?:his|her|the|that|anything|any|about|your|it)\b
      | (?:keep|stay)(?:s|ing)?\s+(?:quiet|silent)\b | say(?:ing)?\s+nothing\b
      | (?:chang|correct|alter)(?:e|es|ing)?\s+{_ANY}(?:dates?|story|statement|answers?|account)\b
      | (?:postpon|delay|mov|miss|skip|refus|cancel)(?:e|es|s|ing|ping)?\s+{_ANY}(?:\w+\s+)?
            (?:interview|hearing|screening)\b
      | {_NO}\s+(?:to\s+)?(?:go(?:\s+back)?|attend|turn\s+up)(?:\s+(?:to|at|for))?\s+{_ANY}
            (?:\w+\s+)?(?:interview|hearing|screening|reporting|home\s+office)\b
      | refus(?:e|es|ing)\s+(?:to\s+)?answer\w*
      | {_NO}\s+(?:to\s+)?answer\b
      | (?:bring|call|tak)(?:e|s|ing)?\s+(?:\w+\s+){{1,4}}?(?:as\s+)?(?:an?\s+)?witness(?:es)?\b
    """,
    "form": r"""
        tick\s+(?:yes|no|the\s+(?:yes|no|first|second|last)|box\s+\d|\w+\s+(?:at|on|in|for)\s+q)
      | (?:put|write|answer|enter)\s+(?:\w+\s+){1,6}?(?:at|on|in|for|under)\s+(?:the\s+)?
            (?:q\d|question|box|section|form|piq|questionnaire)\b
      | leave\s+(?:it|this|that|the\s+\w+|q\w*\s*\d+)\s+(?:blank|empty)
      | (?:not\s+)?(?:declare|disclose)\s+\w+
    """,
}
_ALSO = (
    r"(?:(?:definitely|really|just|now|also|always|probably|maybe|perhaps|certainly|first|still|"
    r"then|at\s+least|go\s+ahead\s+and|go\s+and|try\s+(?:to|and)|consider|think\s+about|quickly|"
    r"immediately|asap|urgently|please|either|simply|only|straight\s?away|at\s+once|today|ever|"
    r"bother|instead|to|get\s+ready\s+to)\s+){0,3}"
)
_NOT = r"(?:(?:not|never|n't|don't|dont|do\s+not)\s+)?"
_ANY_ACT = "|".join(f"(?P<{topic}>{acts})" for topic, acts in ACTS.items())
_DONE = rf"(?P<act>{_NOT}{_ALSO}(?:{_ANY_ACT}))"
_THING = r"""(?P<act>(?:an?\s+|the\s+|in\s+a\s+|doing\s+|putting\s+in\s+|making\s+)?
    (?:late\s+|fresh\s+|new\s+|another\s+|further\s+|british\s+|oral\s+|paper\s+){0,2}
    (?:(?P<appeal>app?e+al{1,2}|judicial\s+review|jr|injunction|oral\s+hearing|paper\s+hearing)
    |(?P<claim>(?<=fresh\s)claim|(?<=new\s)claim|asylum\s+claim|(?<=further\s)sub\w+|
        (?<=fresh\s)sub\w+|withdrawal)
    |(?P<bail>bail(?!\s+acc))
    |(?P<leave>ilr|citizenship|settlement|family\s+reunion)
    |(?P<return>voluntary\s+(?:return|departure)))\b)"""
# What is suggested as a thing: "suggested a judicial review".

# --- who is told, and how ---------------------------------------------------------------------

_NAME = r"[A-Za-z][\w'-]{0,20}\.?"
_WHOM = rf"(?:(?:to\s+)?(?:him|her|them|you|the\s+\w+|my\s+client|client|{_NAME})\s+){{0,3}}?"
_WHO = (
    r"(?:he|she|they|you|u|client|the\s+client|the\s+family|family|[A-Z]\.|(?!(?:who|it|that|this|"
    r"there|lawyer|solicitor|sol|and|we|i|what|interpreter|guides?|people|persons?|"
    r"coordinator|someone|which|"
    r"office|judge|ho|letters?|evidence|documents?|forms?|claims?|applications?)\b)"
    r"[A-Za-z][\w'-]{1,20})"
)
_TOLD = (
    r"(?:told|tell|telling|advi[sc](?:ed?|ing)|adviced|urg(?:ed?|ing)|encourag(?:ed?|ing)|"
    r"persuad(?:ed?|ing)|convinc(?:ed?|ing)|instruct(?:ed|ing)?|push(?:ed|ing)?|warn(?:ed|ing)?|"
    r"remind(?:ed|ing)?|said|say|(?:ask|asked|want|wanted|got)(?=\s+(?:him|her|them|you|[A-Z]\b)))"
)
_SAID = (
    r"(?:told|tell|advi[sc]ed?|adviced|said|say|suggest(?:ed)?|recommend(?:ed)?|"
    r"wrote(?:\s+(?:on|down|in)(?:\s+\w+){0,4}?)?)"
)
_SUGGESTED = (
    r"(?:advi[sc](?:ed?|ing)|adviced|suggest(?:ed|ing|s)?|recommend(?:ed|ing|s)?|propos(?:ed?|ing)|"
    r"recomend(?:ed)?|encouraged|in\s+favour\s+of|reckon(?:ed)?)"
)
_SHOULD = (
    r"(?:should|shud|shld|must|ought|need|needs|has\s+(?:got\s+)?to|have\s+(?:got\s+)?to|hast?o|"
    r"gotta|had\s+better|better|would\s+be\s+(?:better|best|wise|right)(?:\s+off)?|'d\s+(?:be\s+)?"
    r"(?:better|best|wise)(?:\s+off)?|is\s+better\s+off|are\s+better\s+off|might\s+as\s+well)"
)
_BEST = (
    r"(?:best|better|safer|safest|wiser|wisest|wise|worth|sensible|good\s+idea|bad\s+idea|"
    r"no\s+point|"
    r"pointless|(?<!told\s)(?:don'?t|do\s+not)\s+bother|makes?\s+sense|no\s+use|no\s+harm|"
    r"no\s+need|high\s+time)"
)
_WAY = (  # "told her to stay calm and appeal"
    r"(?:to\s+(?:[\w']+\s+){1,8}?(?:and|then|or)\s+)"
)
_STRONG = (
    r"(?:strong|stronger|strongest|good|great|weak|excellent|poor|bad|hopeless|solid|real|"
    r"fair|high|"
    r"low|slim|decent|every|no|little|best)"
)
_WIN = (
    r"(?:win|lose|succeed|be\s+(?:granted|refused|removed|deported|released|allowed|believed|"
    r"accepted|"
    r"successful|rejected|recognised|fine\s+at)|get\s+(?:\w+\s+)?(?:asylum(?!\s+support)|"
    r"status|bail|"
    r"leave|refugee|papers|refused|removed|deported|granted|it\b))"
)
_STATUS = (
    r"(?:asylum(?!\s+support)|refugee|protection|bail|ilr|(?:indefinite\s+)?leave|citizenship|"
    r"settlement|status|family\s+reunion|judicial\s+review|jr|humanitarian|an?\s+appeal)"
)
_FORM = (
    r"(?:grounds|appeal(?:\s+form|\s+application)?|piq|(?:asylum|screening)\s+(?:form|"
    r"questionnaire|"
    r"application|statement)|questionnaire|bail\s+(?:form|application)|further\s+sub\w+|witness\s+"
    r"statement|statement|submissions|fresh\s+claim|section\s+120|q\s?\d+)\b"
)

_ACT_OR_THING = rf"(?:{_DONE}|{_THING.replace('?P<', '?P<thing_')})"
_HOW = r"(?:(?:definitely|probably|surely|easily|never|not|also|soon|almost|certainly)\s+){0,2}"
_VERY = r"(?:very\s+|really\s+|quite\s+|pretty\s+|too\s+|so\s+){0,3}"
_CLAIM = r"(?:cases?|claims?|appeals?|chances?|grounds|prospects)"
_FOR_THEM = (
    r"(?:for|with|on)\s+(?:him|her|them|his\s+behalf|her\s+behalf|their\s+behalf|the\s+client)\b"
)

_TOLD_WHAT = (
    # I told her (not) to appeal. Told him to stay calm and appeal.
    rf"(?P<say>\b{_TOLD})\s+{_WHOM}(?:{_NOT}to\s+|(?={_NO}\s+to\b)|{_WAY}){_DONE}",
    # Told him get appeal in. I said leave out the bit about …
    rf"""(?P<say>\b{_SAID})\s*(?:[:,\x22“'-]\s*|\s)(?:(?:to\s+)?(?:him|her|them)\s+)?
        (?:that\s+)?{_DONE}""",
    # Suggested appealing, she withdraws, a judicial review.
    rf"""(?P<say>\b{_SUGGESTED})\s+(?:against\s+|that\s+)?(?:(?:to\s+)?(?:him|her|them)\s+)?
        (?:that\s+)?(?:{_WHO}\s+)?(?:could\s+|can\s+|may\s+)?{_ACT_OR_THING}""",
    # Talked him out of the appeal.
    rf"""(?P<say>\b(?:talk|push|convinc|persuad|argu)(?:ed|ing)\s+(?:\w+\s+){{1,2}}?
        (?:into|out\s+of|round\s+to|against))\s+(?:the\s+|his\s+|her\s+)?
        (?:{_ACT_OR_THING}|(?P<all>it\b))""",
    # Told her it is fine to miss the interview. Said he can start work now.
    rf"""(?P<say>\b(?:told|said|explained|tell)\s+(?:{_WHOM})?(?:that\s+)?
        (?:it\s*'?i?s\s+(?:fine|ok|okay|safe|allowed|no\s+problem)\s+to|
        (?:he|she|they|you)\s+(?:can|could|may|is\s+allowed\s+to)))\s+{_DONE}""",
    # Action: client to appeal by Friday.
    rf"""(?P<say>\b(?:actions?|next\s+steps?|to\s?do|plan)\s*(?:is|are|[:=-])\s*)
        (?:{_WHO}\s+)?(?:will\s+|to\s+)?{_DONE}""",
    # We decided that he will make a fresh claim. We will appeal.
    rf"""(?P<say>\b(?:we|i)(?:'ve|\s+have|\s+both)?\s+(?:decided|agreed|planned|plan|decide))\s+
        (?:together\s+)?(?:that\s+|on\s+)?(?:{_WHO}\s+)?(?:will\s+|would\s+|should\s+|to\s+)?
        {_DONE}""",
    rf"(?P<say>\b(?:we|i)(?:\s+will|'ll|\s+are\s+going\s+to))\s+{_DONE}",
    # Don't sign anything.
    rf"(?P<say>\A\W*(?:please\s+|just\s+|so\s+)?(?:do\s+not|don'?t|never))\s+{_DONE}",
)
_SHOULD_WHAT = (
    # She should (not) appeal. N. needs to see the GP and appeal.
    rf"""(?P<say>(?:\b{_WHO}\s?|\A\W*){_SHOULD}(?:n't|nt)?)\s+(?:to\s+)?
        (?:{_WAY}|(?:[\w']+\s+){{1,8}}?(?:and|then)\s+)?{_DONE}""",
    # It is best to claim. No point appealing.
    rf"""(?P<say>\b{_BEST})\s+(?:thing\s+|option\s+|now\s+)?(?:is\s+|was\s+|would\s+be\s+)?
        (?:for\s+\w+\s+)?(?:to\s+|if\s+{_WHO}\s+|in\s+|not\s+to\s+|that\s+{_WHO}\s+)?
        {_ACT_OR_THING}""",
)
_OPINION = (
    r"""(?P<act>\bif\s+(?:i|we)\s+(?:was|were)\s+(?:him|her|them|you|in\s+(?:his|her|their|your))|
        \bin\s+(?:his|her|their|your)\s+(?:place|shoes|position)\s*,?\s+(?:i|we)(?:'d|d|\s+would)|
        \b(?:my|our)\s+advi[cs]e\s+(?:to\s+\w+\s+)?(?:is|was|would\s+be)\b
        (?!\s+(?:to\s+)?(?:see|ask|ring|call|speak|talk|find|go\s+to|keep|read|get\s+a)))""",
    r"""(?P<act>\b(?:in\s+my|my)\s+(?:own\s+|honest\s+)?(?:opinion|view)\b
        (?!\s+(?:of\s+the\s+(?:room|hotel|food|meeting))))""",
    rf"""(?P<act>\b(?:right|best|better|wrong|good|only)\s+(?:choice|option|thing|step|way|move)\s+
        (?:for\s+(?:him|her|them|you)|(?:is|was|would\s+be)\s+(?:to\s+)?
        (?:{_STATUS}|voluntary|{_ASYLUM}|appeal\w*|withdraw\w*|claim\w*)))""",
)
_OUTCOME = (
    # He has a strong case; her claim is weak.
    rf"""(?P<act>\b(?:(?:has|have|got|is|are|r|was|a|looks?|seems?|sounds?|very|really|quite|
        stands?)
        \s+(?:an?\s+|the\s+|very\s+|really\s+|quite\s+|pretty\s+|of\s+){{0,3}}{_STRONG}
        (?:\s+(?:asylum|legal|and|part|point)){{0,2}}\s+(?:of\s+\w+\s+)?{_CLAIM}
        |(?:story|{_CLAIM})\s+(?:is|are|r|was|looks?|sounds?|seems?)\s+{_VERY}
        (?:{_STRONG}|wrong)))\b""",
    # She will get status. HO will believe him. They never send people back.
    rf"""(?P<act>\b(?:he|she|they|you|client|who)(?:\s+will|'ll|ll|\s+would|\s+wont|\s+won't|
        (?:\s+is|'s|\s+are|s|'re)\s+(?:\w+\s+)?(?:going|bound|sure|certain|likely|unlikely|
        guaranteed)\s+to)\s+{_HOW}{_WIN})""",
    r"""(?P<act>\b(?:the\s+judge|judge|home\s+office|ho)\s+(?:will|is\s+going\s+to|won't|wont)\s+
        (?:\w+\s+)?(?:believe|grant|refuse|accept|release|remove|deport|let)\b)""",
    r"""(?P<act>\b(?:he|she|they|you)\s+(?:can't|cannot|cant|can\s+not|will\s+not|won't|
        wont)\s+be\s+
        (?:removed|deported|refused|sent\s+(?:back|home))\b|
        \b(?:they|ho|home\s+office|judges?)\s+(?:can't|cannot|cant|can\s+not|will\s+not|won't|wont|
        will\s+never|never|always|would\s+never|will)\s+(?:\w+\s+)?
        (?:remove|deport|send|refuse|grant|believe|release)\b)""",
    r"""(?P<act>\b(?:no|every|any|little|good|great)\s+(?:chance|hope)\s+(?:with|in|at|of)\s+
        (?:(?:the|this|his|her|that)\s+(?:judge|court|appeal|claim|case)|winning|success|status|
        asylum|bail)|
        \b(?:can|will|could|would|must)\s+(?:easily\s+)?be\s+overturned\b|
        \b(?:falls?|comes?)\s+(?:\w+\s+)?(?:under|within)\s+(?:the\s+)?
        (?:refugee\s+convention|convention|article\s+\d+|exception|rule))""",
    # He qualifies for status; she meets the rule; this is enough for a fresh claim.
    rf"""(?P<act>\b(?:qualif(?:y|ies)|eligible|entitled)\s+(?:for|to)\s+(?:\w+\s+)?{_STATUS}\b|
        \b(?:he|she|they|you)\s+(?:clearly\s+)?meets?\s+(?:the\s+)?(?:\w+\s+)?
        (?:rules?|requirements?|criteria|threshold)|
        \b(?:is|are|would\s+be|was)\s+enough\s+for\s+(?:a\s+)?(?:fresh\s+claim|an?\s+appeal|bail)|
        \b(?:refusal|decision|judge|home\s+office|ho)\s+(?:is|was|are|got\s+it)\s+
        (?:clearly\s+|just\s+|plainly\s+)?wrong\b)""",
)
_DEADLINE = (
    r"""(?P<act>\b(?:he|she|they|you|client)(?:'s|'ve|\s+only|\s+still|\s+just){0,3}\s*
        (?:has|have|got|had)?\s+(?:only\s+|still\s+|got\s+|just\s+){0,2}(?:\d+|[a-z]+)\s+(?:\w+\s+)?
        (?:days?|weeks?|hours?)\s+(?:left\s+)?to\s+(?:appeal|lodge|claim|apply|submit|challenge)|
        \b(?:his|her|their|your|the)\s+(?:appeal\s+)?(?:deadline|time\s+limit)\s+
        (?:to\s+\w+\s+|for\s+\w+\s+)?(?:is|was|ends|runs\s+out)\b|
        \b(?:too\s+late|still\s+time|still\s+in\s+time|plenty\s+of\s+time|no\s+time\s+left)\s+
        (?:to|for)\s+(?:\w+\s+){0,2}?(?:appeal|claim|jr|judicial\s+review|lodge|submissions|
        apply\s+for\s+asylum))""",
)
_WRITTEN = (
    # Filled in her questionnaire. Sent the appeal off for him. Drafted a reply to the refusal.
    rf"""(?P<act>\b(?:wrote|filled(?:\s+(?:in|out))?|drafted|completed|answered|ticked|
        help(?:ed)?\s+(?:(?:him|her|them|client|to)\s+){{0,2}}
        (?:fill(?:\s+(?:in|out))?|write|draft|complete|answer|do))\s+(?:\w+\s+){{0,3}}?{_FORM})""",
    rf"""(?P<act>\b(?:sent|posted|emailed|e-mailed|lodged|submitted|handed\s+in|wrote|rang|called|
        phoned|drafted)\s+(?:\w+\s+){{0,5}}?(?:appeal|tribunal|home\s+office|ho|court|judge|bail|
        asylum\s+claim|fresh\s+claim|further\s+sub\w+|refusal|evidence)\b(?:\s+\w+){{0,4}}?\s+
        {_FOR_THEM})""",
    r"""(?P<act>\b(?:wrote|drafted|prepared)\s+(?:\w+\s+){0,3}?(?:reply|answer|response|letter)\s+
        to\s+(?:the\s+)?(?:refusal|home\s+office|ho|tribunal|court|judge)\b)""",
)

_OF_KIND: dict[Kind, tuple[str, ...]] = {
    "told": _TOLD_WHAT,
    "should": _SHOULD_WHAT,
    "opinion": _OPINION,
    "outcome": _OUTCOME,
    "deadline": _DEADLINE,
    "form": _WRITTEN,
}


@cache
def patterns() -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    """Each with a group "act" or "thing_act": what the client is to do, or what is said of them.

    Made when they are first asked for: it takes a third of a second, and most commands need none.
    """
    return tuple(
        (kind, re.compile(pattern, FLAGS)) for kind, found in _OF_KIND.items() for pattern in found
    )


# --- what to write instead --------------------------------------------------------------------

REWRITES: dict[Kind, str] = {
    "told": "We read what the sheet says about this step. The client will ask a regulated adviser "
    "what to do.",
    "should": "We talked about what this step is. Whether to take it is a question for a regulated "
    "adviser.",
    "opinion": "I said that I cannot advise. We looked for a regulated adviser.",
    "outcome": "I said that nobody can know how it will end. A regulated adviser can look at the "
    "case.",
    "deadline": "We read the date on the letter together. The client will show the letter to a "
    "regulated adviser.",
    "form": "I cannot help with what goes into this form. We looked for a regulated adviser who "
    "can.",
}
ABOUT: dict[Topic, str] = {
    "appeal": "We read what an appeal is, on the sheet. The client will ask a regulated adviser "
    "whether to appeal.",
    "claim": "We read on the sheet how a claim works. The client will ask a regulated adviser what "
    "to do about it.",
    "bail": "We read on the sheet what bail and reporting are. The client will ask a regulated "
    "adviser about it.",
    "leave": "We read on the sheet what comes next. The client will ask a regulated adviser "
    "whether to apply.",
    "return": "I said that I cannot advise on signing or leaving. The client will ask a regulated "
    "adviser first.",
    "interview": "We read on the sheet what happens there. What to say is a question for the "
    "client's adviser.",
    "form": "I cannot help with what goes into this form. We looked for a regulated adviser who "
    "can.",
}
