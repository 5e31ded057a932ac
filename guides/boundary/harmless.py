"""What makes the same words harmless: reports, questions, other appeals. Data only."""

from __future__ import annotations

import re

_FLAGS = re.IGNORECASE | re.VERBOSE
_ASYLUM = r"as?sy?l[ue]m(?!\s+(?:support|accom\w*|housing|hotel|help|advice|lawyer|aid|seekers?))"

_OTHERS = (
    r"(?:solicitors?|sols?|lawyers?|barristers?|advis[eo]rs?|counsel|legal\s+(?:rep\w*|aid|"
    r"team)|reps?|"
    r"law\s+centre|citizens\s+advice|cab|migrant\s+help|red\s+cross|(?:home\s+office|ho)|"
    r"judge|tribunal|court|"
    r"letters?|notice|refusal|leaflets?|sheets?|website|gov\.uk|friends?|brother|mother|mum|"
    r"father|dad|cousin|"
    r"husband|wife|family|uncle|aunt|sister|housemates?|roommates?|community|imam|pastor|"
    r"priest|doctor|"
    r"gp|mp|mp's\s+\w+|caseworker|case\s?worker|social\s+worker|coordinator|supervisor|"
    r"charity|people|someone|somebody|"
    r"everyone|others|officer|interpreter|agent|smuggler|neighbour|clinic|asap|firm|duty\s+\w+)"
)
OTHERS_SAY = re.compile(
    rf"""\b{_OTHERS}(?:\s+(?:also|now|then|already|has|have|had|keeps?|again|there|clearly|
        of\s+\w+|at\s+\w+)){{0,2}}\s*
        (?:said|says?|saying|told|tells?|thinks?|thought|want(?:s|ed)?|advi[sc]e[sd]?|
        suggest(?:s|ed)?|
        recommend(?:s|ed)?|explain(?:s|ed)?|wrote|writes|believe[sd]?|asked|asks|reckon(?:s|
        ed)?|plans?|is\s+going|
        will|insist(?:s|ed)?|warned|lodged|urged|encouraged|feels|confirmed|promised|
        :)(?!\s+(?:nothing|no\b))
    | \b(?:according\s+to|as\s+per|from|advice\s+of|advice\s+from|passed\s+on\s+from|
        by)\s+(?:(?:the|her|his|their|my|a)\s+)?{_OTHERS}\b
    """,
    _FLAGS,
)
"""Others say it. The guide only writes it down."""
ANOTHER = re.compile(
    rf"""(?:\b(?:he|she|they|client|it|which|who)|\b{_OTHERS}(?:\s+\w+){{0,1}})
        (?:\s+(?:has|have|had|also|now|already|was|were|been|then|again|really)){{0,3}}\s*\Z
    | \b(?:was|were|been|being|be|got|gets)\s+(?:also\s+|already\s+|strongly\s+)?\Z
    """,
    _FLAGS,
)
"""Before "told" or "advised": somebody else does it, or it was done by nobody named."""
NOT_SAID = re.compile(
    r"""(?:\b(?:did|do|does|can|could|would|may|must|should|will|am|was|were)(?:\s*n[o']?t|
        nt)|\b(?:not|never|cannot|cant|dont|
        didnt|wont|without|avoid(?:ed)?|nobody|refused\s+to|instead\s+of|rather\s+than|
        unable\s+to|isn't|
        no\s+one|won't|don't|shouldn't))
        \b(?:\s+(?:to|ever|can|could|may|say|said|tell|told|telling|saying|advise|know|
        predict|promise|allowed|able|going|me|him|her|them|you|that|is|was|were|be|
        being|clear|careful|if|my|place|job|role|our|for|a|guide|us|in|any|way|just|
        simply)){0,7}\s*\Z
    """,
    _FLAGS,
)
"""It was not said, or may not be."""
ASKED = re.compile(
    r"""\b(?:whether|if|asks?|asked|asking|wonders?|wondered|unsure|know|knows|decide|decides|
        why|when|what|how|where|unless|
        until|question|imagine|hopes?|hoped|hoping|afraid|scared|(?<!not\sto\s)worr(?:y|ied|
        ies)|fears?|dreams?|wish(?:es)?|believes?|(?:he|she|they)\s+(?:thinks|think|says|said|
        feels))
        (?:\s+(?:me|us|that|or|not|to|of|about|again|now|,|her|him)){0,3}[\s:,"“'-]*\Z
    """,
    _FLAGS,
)
"""It is a question, or what the client says or fears."""
ELSEWHERE = re.compile(
    r"""\b(?:asylum\s+support|support\s+(?:appeal|tribunal|decision|stopped)|section\s+(?:4|
        95|98)|s(?:4|95|98)|universal\s+credit|
        \buc\b|benefits?|pip|dwp|jcp|job\s?centre|council|housing|school|college|esol|course|
        university|nursery|hc[12]|gp|dentist|
        parking|bank|landlord|shelter|energy|doctor|nurse|teacher|phone\s+contract|library|
        bus\s+pass|tenancy|attendance)\b""",
    _FLAGS,
)
"""Support, health, school and housing have their claims, appeals and forms too."""
RELEVANT = re.compile(
    rf"\b{_ASYLUM}|\bbail\b|\bfurther\s+sub|\bfresh\s+claim|\bhome\s+office|\btribunal|\bjudge\b|"
    r"\bvoluntary|\binterview|\bremoval|\bdeport",
    _FLAGS,
)
"""Where this stands as well, it is about the claim all the same."""
BY_THE_LETTER = re.compile(
    r"\b(?:letters?|notice|refusal|sheet|printed|leaflet|gov\.uk|page|"
    r"form)\s+(?:\w+\s+){0,3}?(?:says?|said|"
    r"states?|gives?|shows?|reads?|tells?|is|on)\b|\bon\s+(?:the|his|her|your|"
    r"their)\s+(?:own\s+)?letter|"
    r"\b(?:read|found|copied)\b(?:\s+\w+){0,6}\s+letter|\bprinted\b",
    _FLAGS,
)
"""Reading out one's own letter is welcome."""
