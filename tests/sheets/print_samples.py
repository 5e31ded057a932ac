"""Sheets for the tests of printing: made by hand, so that they need no toolkit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from markupsafe import Markup

from guides.api import Case
from guides.journey.domain import Credit, LineShown, ServiceShown
from guides.sheets.domain import HelpLine, LineGroup, Sheet, SheetOptions, StationMark
from guides.toolkit.domain import Pair, Said

SOURCE = (
    '<bdi dir="ltr">GOV.UK</bdi>، صفحة بلا تاريخ، قرأناها في 21 نوفمبر 2026',
    "GOV.UK, page undated, seen 21 November 2026",
)
PHONE = '<bdi dir="ltr">0808 801 0503</bdi>'

Text = tuple[str, str]
"""Arabic, English."""

LINES: tuple[tuple[str, str, Text, Text | None, Text | None, str], ...] = (
    (
        "right",
        "interviewer",
        (
            "يمكنك أن تطلب أن يجري المقابلة رجل أو امرأة. اطلب ذلك مبكراً وكتابةً.",
            "You can ask for a man or a woman to interview you. Ask early, in writing.",
        ),
        (
            "يمكنك أن تطلب الشيء نفسه للمترجم. قد لا يكون ذلك ممكناً دائماً.",
            "You can ask the same for the interpreter. It may not always be possible.",
        ),
        None,
        "people",
    ),
    (
        "right",
        "interpreter",
        (
            "لك الحق في مترجم مجاني يتكلم لغتك ولهجتك.",
            "You can have a free interpreter who speaks your language and your dialect.",
        ),
        (
            "إذا لم تفهم، يمكنك أن تقول ذلك وتطلب مترجماً آخر.",
            "If you do not understand, you can say so and ask for a new one.",
        ),
        ("لغتي ولهجتي", "My language and dialect"),
        "people",
    ),
    (
        "right",
        "recording",
        (
            "يمكنك أن تطلب تسجيل المقابلة. اطلب ذلك قبل أن تبدأ.",
            "You can ask for the interview to be recorded. Ask before it starts.",
        ),
        ("التسجيل يبيّن ما قيل.", "A recording shows what was said."),
        None,
        "law",
    ),
    (
        "do",
        "copy-date",
        (
            "اقرأ رسالة المقابلة. انسخ اليوم والوقت والمكان.",
            "Read your interview letter. Copy the day, the time and the place.",
        ),
        (
            "إذا فاتتك المقابلة بلا سبب مقبول، فقد يُرفض الطلب أو يُغلق.",
            "If you miss the interview without a good reason, the claim may be refused or closed.",
        ),
        ("مقابلتي: اليوم والوقت والمكان", "My interview: day, time, place"),
        "letter",
    ),
    (
        "do",
        "lawyer",
        (
            "ابحث عن محامٍ الآن. قد لا تنتظر وزارة الداخلية.",
            "Look for a lawyer now. The Home Office may not wait.",
        ),
        (
            "المساعدة القانونية قد تعني محامياً مجانياً إذا كان مالك قليلاً.",
            "Legal aid can mean a free lawyer, if you have little money.",
        ),
        ("اسم محاميّ", "Name of my solicitor"),
        "law",
    ),
    (
        "do",
        "bag",
        (
            'ضع أوراقك في حقيبة واحدة: الرسائل وأوراق الفحص وبطاقة <bdi dir="ltr">ARC</bdi> والأوراق الصحية.',
            "Put your papers in one bag: letters, screening notes, ARC card, health notes.",
        ),
        (
            "اسأل محاميك أي أوراق قد تساعد وأيها يحتاج إلى ترجمة.",
            "Ask your lawyer which papers can help, and which need a translation.",
        ),
        None,
        "bag",
    ),
    (
        "know",
        "ill",
        (
            "مريض جداً؟ يجب أن تعلم وزارة الداخلية ومحاميك قبل الموعد.",
            "Too ill to go? The Home Office and your lawyer need to know before the time.",
        ),
        (
            "اطلب ورقة من طبيب. اطلب مساعدة للوصول إليهم.",
            "Ask a doctor for a note. Ask for help to reach them.",
        ),
        None,
        "doctor",
    ),
    (
        "know",
        "danger",
        (
            'في خطر؟ اتصل على <bdi dir="ltr">999</bdi>. للكلام عن مشاعرك اتصل بـ <bdi dir="ltr">Samaritans</bdi> على <bdi dir="ltr">116 123</bdi>.',
            'In danger, ring <bdi dir="ltr">999</bdi>. To talk about feelings, ring <b>Samaritans</b>: <bdi dir="ltr">116 123</bdi>.',
        ),
        (
            "كلاهما مجاني ليلاً ونهاراً.",
            "Both are free, day and night. Samaritans speak mostly English.",
        ),
        None,
        "phone",
    ),
    (
        "right",
        "money",
        (
            'يمكنك أن تطلب دعماً: <bdi dir="ltr">£49.18</bdi> في الأسبوع عادةً لكل شخص.',
            'You can ask for support: usually <bdi dir="ltr">£49.18</bdi> a week for each person.',
        ),
        (
            'اتصل بـ <bdi dir="ltr">Migrant Help</bdi> على الرقم ' + PHONE + ".",
            "Ring Migrant Help, free, on " + PHONE + ".",
        ),
        None,
        "money",
    ),
    (
        "do",
        "childcare",
        (
            "اسأل مبكراً من يعتني بطفلك في ذلك اليوم.",
            "Ask early who can look after your child on the day.",
        ),
        ("قد لا تريد أن يسمع طفلك ما تقوله.", "You may not want your child to hear what you say."),
        ("من يعتني بطفلي", "Who looks after my child"),
        "school",
    ),
    (
        "know",
        "appeal",
        (
            'رُفض الدعم؟ لديك عادةً <bdi dir="ltr">3</bdi> أيام للاستئناف. اطلب المساعدة في اليوم نفسه.',
            'Support refused? You usually have <bdi dir="ltr">3</bdi> days to appeal. Get help the same day.',
        ),
        (
            "يبدأ الوقت عادةً عندما تصلك الرسالة.",
            "The time usually starts when you get the letter. Free help is there.",
        ),
        ("التاريخ على رسالتك", "Date on your letter"),
        "clock",
    ),
)
TITLES: dict[str, Text] = {
    "right": ("حقوقك", "Your rights"),
    "do": ("افعل هذا الآن", "Do this now"),
    "know": ("من المفيد أن تعرف", "Good to know"),
}
STOPS: tuple[tuple[str, str, int], ...] = (
    ("أفكر", "Thinking", 0),
    ("الطلب", "Asking", 0),
    ("الفحص", "Screening", 0),
    ("الانتظار", "Waiting", 0),
    ("الاستعداد", "Getting ready", 0),
    ("المقابلة", "Interview", 0),
    ("القرار", "Decision", 0),
    ("الانتقال", "Moving on", 1),
    ("الاستقرار", "Settled", 1),
    ("الرفض", "Refused", 2),
    ("الجلسة", "Hearing", 2),
    ("لا استئناف", "No appeals", 2),
    ("أدلة جديدة", "New proof", 2),
    ("الترحيل", "Removal", 2),
)
WORDS: dict[str, Text] = {
    "sheet-you-are-here": ("أنت هنا", "You are here"),
    "sheet-is-for": ("هذه الورقة لـ", "This sheet is for"),
    "sheet-near-you": ("قريب منك", "Near you"),
    "sheet-languages": ("لغات", "Languages"),
    "sheet-date-on-letter": ("التاريخ على رسالتك", "Date on your letter"),
    "sheet-same-page": ("هذه الصفحة على الإنترنت", "This page on the web"),
    "sheet-printed-on": ("طُبعت في", "Printed on"),
    "sheet-edition": ("الطبعة", "Edition"),
    "sheet-added-by": ("أضافه", "Added by"),
    "sheet-not-translated": (
        "لم يُترجم هذا السطر بعد. اطلب من مرشدك أن يقرأه لك.",
        "Not translated yet. Ask your guide to read it to you.",
    ),
}


def said(text: str, lang: str, *, missing: bool = False) -> Said:
    rtl = lang in ("ar", "fa", "ur") and not missing
    return Said(Markup(text), "en" if missing else lang, "rtl" if rtl else "ltr", "draft", missing)


def pair(texts: Text, lang: str) -> Pair:
    if lang == "en":
        return Pair(said(texts[1], "en"))
    return Pair(said(texts[0], lang), said(texts[1], "en"))


def words_in(lang: str):
    return lambda word: pair(WORDS[word], lang)


def line(index: int, lang: str) -> LineShown:
    kind, name, text, why, fill, icon = LINES[index]
    return LineShown(
        id=name,
        kind=kind,
        text=pair(text, lang),
        why=pair(why, lang) if why else None,
        fill=pair(fill, lang) if fill else None,
        icon=icon,
        condition=pair(
            ("قُدّم الطلب في 2 مارس 2026 أو بعده", "Claim made on or after 2 March 2026"), lang
        )
        if name == "money"
        else None,
        notes=(pair(SOURCE, lang),),
        credit=Credit("my-town", "My Town Welcome") if index == 9 else None,
        protected=name == "copy-date",
    )


def sheet(
    lang: str = "ar",
    *,
    count: int = 11,
    options: SheetOptions = SheetOptions(),
    here: int = 4,
    services: int = 2,
) -> Sheet:
    lines = [line(index, lang) for index in range(count)]
    return Sheet(
        case=Case(stage="preparing-substantive-interview", lang=lang),
        options=options,
        title=pair(("الاستعداد للمقابلة الكبيرة", "Getting ready for the big interview"), lang),
        instruction=pair(
            (
                "ضع علامة في كل مربع بعد أن تتكلم عنه. احتفظ بهذه الورقة مع أوراقك.",
                "Tick each box when you have talked about it. Keep this sheet with your papers.",
            ),
            lang,
        ),
        marks=tuple(
            StationMark(
                said(ar if lang == "ar" else en, lang),
                index == here,
                index < here
                if here < 7
                else index < 7 or (9 <= index < here if here >= 9 else 7 <= index < here),
                branch,
            )
            for index, (ar, en, branch) in enumerate(STOPS)
        ),
        groups=tuple(
            LineGroup(pair(TITLES[kind], lang), tuple(one for one in lines if one.kind == kind))
            for kind in ("right", "do", "know")
        ),
        more=pair(
            (
                'على صفحة الموقع <bdi dir="ltr">3</bdi> أسطر أخرى.',
                'There are <bdi dir="ltr">3</bdi> more lines on the page.',
            ),
            lang,
        ),
        help_lines=(
            HelpLine(
                pair(
                    (
                        '<bdi dir="ltr">Migrant Help</bdi>: مجاناً ليلاً ونهاراً',
                        "Migrant Help: free, day and night",
                    ),
                    lang,
                ),
                said(PHONE, "en"),
            ),
            HelpLine(
                pair(("في خطر: شرطة وإسعاف وإطفاء", "In danger: police, ambulance, fire"), lang),
                said('<bdi dir="ltr">999</bdi>', "en"),
            ),
            HelpLine(
                pair(
                    (
                        '<bdi dir="ltr">Samaritans</bdi>: للكلام عن المشاعر',
                        "Samaritans: to talk about feelings",
                    ),
                    lang,
                ),
                said('<bdi dir="ltr">116 123</bdi>', "en"),
            ),
        ),
        services=tuple(
            ServiceShown(
                id=f"s{number}",
                name=name,
                what="Food, English class, help with letters",
                phone=said('<bdi dir="ltr">0161 496 0000</bdi>', "en"),
                address="12 River Street, Riverside",
                hours="Tuesday 10am to 1pm",
                languages=("en", "ar"),
                how="Just come",
                checked=said("checked 12 November 2026 by Riverside (demo)", "en"),
                credit=Credit("my-town", "Riverside Refugee Network"),
            )
            for number, name in enumerate(
                ("Riverside Welcome (demo)", "Hilltop Law Centre (demo)")[:services]
            )
        ),
        meet=pair(("موعدنا القادم", "We meet next"), lang),
        guide=pair(("مرشدك", "Your guide"), lang),
        why_this=(
            pair(("إنجلترا", "England"), lang),
            pair(
                (
                    'قُدّم الطلب في <bdi dir="ltr">2</bdi> مارس <bdi dir="ltr">2026</bdi> أو بعده',
                    "Claim made on or after 2 March 2026",
                ),
                lang,
            ),
        ),
        trouble=(),
        foot=(
            pair(("معلومات وليست مشورة قانونية", "Information, not legal advice"), lang),
            pair(
                ("لم يتحقق شخص بعد من بعض الحقائق", "Some facts are not yet checked by a person"),
                lang,
            ),
            pair(
                ("الترجمة مسودة لم يتحقق منها شخص", "Arabic: a draft, not yet checked by a person"),
                lang,
            ),
        ),
        facts=(),
        texts=tuple((one.id, "0") for one in lines),
        organisation="Riverside Refugee Network",
        on=date(2026, 11, 21),
        shaped_by="test",
    )


def untranslated(whole: Sheet) -> Sheet:
    """The same with a first line that nobody has translated."""
    group, *rest = whole.groups
    first, *lines = group.lines
    english = first.text.english
    assert english is not None
    text = Pair(replace(english, missing=True), english)
    return replace(
        whole, groups=(replace(group, lines=(replace(first, text=text, why=None), *lines)), *rest)
    )
