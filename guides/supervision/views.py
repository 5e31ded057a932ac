"""The coordinator's pages: what is due, matching, guides; and what guides say of themselves."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import quote

from babel.dates import format_date
from flask import Blueprint, current_app, redirect, render_template, request
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from guides.directory.tongues import name_of
from guides.journey.domain import Station
from guides.people.consent.domain import HOWS as ASKED
from guides.people.consent.domain import Asked
from guides.people.consent.service import Consents, fingerprint
from guides.people.domain import Client, ClientChanged, Unfit
from guides.supervision.calendar import calendar
from guides.supervision.domain import (
    CHECK_INS_KEPT,
    HOWS,
    Coming,
    GuideSeen,
    ProfileChanged,
    week_of,
)
from guides.supervision.drawing import draw_narrow, draw_wide
from guides.supervision.forms import (
    LONGEST_PARTNER,
    AssignForm,
    CheckInForm,
    MoveForm,
    ProfileForm,
    ReferForm,
)
from guides.supervision.matching import GROUPS, Match, Reason
from guides.supervision.service import Moved, Supervision
from guides.toolkit.domain import Said
from guides.toolkit.wording import Wording
from guides.web import services
from guides.web.clients import caseload, records
from guides.web.guard import me
from guides.web.routes import page
from guides.web.site import guide as journey
from guides.web.site import link, page_words, site

blueprint = Blueprint("supervision", __name__)
Page = str | tuple[str, int] | Response
MOST_LISTED = 25
"""Of one kind on the page of today; how many more there are is said."""


def _desk() -> Supervision:
    return Supervision(records(), me())


def _shown(template: str, **values: Any) -> str:
    """A page with what all of them need: days, names of languages, which pages there are."""
    return render_template(
        f"supervision/{template}", day=_day, weekday=_weekday, tongue=_tongue, there=_there,
        account=me(), most_listed=MOST_LISTED, **values,
    )  # fmt: skip


def _there(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def _day(day: date) -> Markup:
    return page_words().date(day)


def _weekday(day: date) -> Markup:
    """Such as Monday 23 November."""
    words = page_words()
    text = format_date(day, "EEEE d MMMM", locale=words.locale)
    return Markup('<bdi dir="{}">{}</bdi>').format(words.language.direction, text)


def _tongue(code: str) -> Said:
    """The name of a language variety, in the reader's own language where there is one."""
    words = page_words()
    name, lang = name_of(code, words.language.code)
    spoken = site().view.languages.get(lang)
    return Said(escape(name), lang, spoken.direction if spoken else "ltr")


# What is due --------------------------------------------------------------------------------------


@page(blueprint, "/desk/today", "work-with-clients")
def today(lang: str) -> Page:
    """What is due. A guide sees their own."""
    found, words = _desk().today(), page_words()
    manages = me().may("manage-clients")
    line, title = journey().journey(), words.word("today-line").plain
    rtl = words.language.direction == "rtl"
    return _shown(
        "today.html",
        found=found,
        manages=manages,
        stops=_stops(),
        wide=draw_wide(line, found.stages, title=title, rtl=rtl),
        narrow=draw_narrow(line, found.stages, title=title, rtl=rtl),
        reminder=_reminder,
        checks=services.desk().queue().due_total if manages else 0,
    )


def _stops() -> dict[str, Station]:
    line = journey().journey()
    return {each.id: each for each in (*line.trunk, *line.yes, *line.no, *line.anytime)}


def _reminder(meeting: Coming) -> tuple[str, Said]:
    """A link that opens a text message on one's own phone, and what it says: nothing that could
    tell whoever sees the phone what it is about."""
    view = site().view
    words = Wording(view, view.languages.get(meeting.lang, page_words().english.language))
    if meeting.at:
        said = words.word("remind-at", day=words.date(meeting.day), at=meeting.at)
    else:
        said = words.word("remind-day", day=words.date(meeting.day))
    text = said.plain.replace("\u00a0", " ")
    return f"sms:?body={quote(text, safe='')}", Said(escape(text), said.lang, said.direction)


@page(blueprint, "/desk/today/calendar", "work-with-clients", name="calendar")
def as_calendar(lang: str) -> Response:
    """The next meetings as a file for the calendar of one's own phone: code names and times."""
    here = _desk()
    answer = Response(calendar(here.coming(), here.records.clock()), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = "attachment; filename=calendar.ics"
    return answer


# Matching -----------------------------------------------------------------------------------------


@page(blueprint, "/desk/match/<client>", "manage-clients")
def match(lang: str, client: str) -> Page:
    """The guides for a client, with what speaks for and against each."""
    return _match(client, AssignForm())


def _match(client: str, form: AssignForm, area: str = "", problem: str = "") -> str:
    found, guides = _desk().match(client, area)
    if form.guide.data is None:
        form.guide.data, form.backup.data = found.guide, found.backup
    form.version.data = found.version
    return _shown(
        "match.html",
        client=found,
        groups=[(group, [m for m in guides if m.group == group]) for group in GROUPS],
        names={each.guide.account: each.guide.name for each in guides},
        values=_values,
        stops=_stops(),
        form=form,
        area=area,
        problem=problem,
        now=_who(found, guides) if problem == "match-changed" else (),
    )


def _who(client: Client, guides: tuple[Match, ...]) -> tuple[str, str]:
    names = {each.guide.account: each.guide.name for each in guides}
    return names.get(client.guide or 0, ""), names.get(client.backup or 0, "")


def _values(reason: Reason) -> dict[str, Any]:
    """What fills the words of a reason."""
    found = dict(reason.values)
    if "tongue" in found:
        found["tongue"] = _tongue(str(found["tongue"]))
    if "who" in found:
        found["who"] = page_words().word(f"match-who-{reason.values['who']}")
    if "day" in found:
        found["day"] = _day(reason.values["day"])  # type: ignore[arg-type]
    return found


@page(blueprint, "/desk/match/<client>", "manage-clients", methods=("POST",))
def assign(lang: str, client: str) -> Page:
    """Guide and backup in one step; or look again, near a place that is not kept."""
    form, area = AssignForm(request.form), request.form.get("area", "")
    try:
        if "look" in request.form:
            return _match(client, form, area)
        if not form.validate():
            raise Unfit("match-choose")
        _desk().assign(
            client, form.guide.data or 0, form.backup.data, form.version.data or 0,
            form.save.data or "",
        )  # fmt: skip
    except Unfit as unfit:
        kept = area if unfit.word != "text-too-long" else ""
        return _match(client, form, kept, unfit.word), 400
    except ClientChanged:
        return _match(client, form, area, "match-changed"), 409
    return redirect(_to_client(client), 303)


def _to_client(client: str) -> str:
    return link("clients.one", client=client) if _there("clients.one") else link(".today")


# Guides -------------------------------------------------------------------------------------------


@page(blueprint, "/desk/guides", "manage-clients")
def guides(lang: str) -> Page:
    """All guides: whom they can meet, how many they have, how they are."""
    here = _desk()
    return _shown("guides.html", guides=here.guides(), on=here.records.clock().date())


@page(blueprint, "/desk/guides/<int:account>", "manage-clients")
def guide(lang: str, account: int) -> Page:
    """One guide: what matching knows of them. Of one who has left, only whose guide they were."""
    seen = _desk().leaving(account)
    return _guide(seen, ProfileForm.made_for(seen))


def _guide(
    seen: GuideSeen, form: ProfileForm, problem: str = "", other: GuideSeen | None = None,
    moved: Moved | None = None,
) -> str:  # fmt: skip
    here = _desk()
    others = [g for g in here.guides() if g.active and g.account != seen.account]
    return _shown(
        "guide.html", seen=seen, form=form, problem=problem, other=other, moved=moved,
        others=others, on=here.records.clock().date(),
    )  # fmt: skip


@page(blueprint, "/desk/guides/<int:account>", "manage-clients", methods=("POST",))
def save_guide(lang: str, account: int) -> Page:
    """Keep what is known of a guide, unless somebody else did meanwhile."""
    here = _desk()
    seen = here.guide(account)
    form = ProfileForm.made_for(seen, request.form)
    try:
        if not form.validate():
            raise Unfit("guide-profile-wrong")
        here.save(account, form.profile(), form.version.data or 0, form.save.data or "")
    except Unfit as unfit:
        return _guide(seen, form, unfit.word), 400
    except ProfileChanged as changed:
        form.version.data = changed.now.version
        return _guide(seen, form, "guide-changed", changed.now), 409
    return redirect(link(".guides"), 303)


@page(blueprint, "/desk/guides/<int:account>/move", "manage-clients", methods=("POST",))
def move(lang: str, account: int) -> Page:
    """All clients of this guide to another, in one step."""
    here = _desk()
    seen = here.leaving(account)
    form = MoveForm(request.form)
    try:
        if not form.validate():
            raise Unfit("match-choose")
        moved = here.move(account, form.to.data or 0)
    except Unfit as unfit:
        return _guide(seen, ProfileForm.made_for(seen), unfit.word), 400
    if moved.left:
        seen = here.leaving(account)
        return _guide(seen, ProfileForm.made_for(seen), moved=moved)
    return redirect(link(".guides"), 303)


# What guides see of themselves --------------------------------------------------------------------


@page(blueprint, "/account/profile", "run-meetings")
def profile(lang: str) -> Page:
    """What is kept of oneself as a guide, who sees it, and when it goes."""
    here = _desk()
    return _shown("profile.html", seen=here.mine(), on=here.records.clock().date())


@page(blueprint, "/account/check-in", "run-meetings")
def check_in(lang: str) -> Page:
    """How are you this week?"""
    return _check_in(CheckInForm())


def _check_in(form: CheckInForm, problem: str = "") -> str:
    here = _desk()
    this = week_of(here.records.clock().date())
    seen = here.mine()
    said = next((each for week, each in seen.weeks if week == this), None)
    return _shown(
        "check_in.html", form=form, seen=seen, said=said, hows=HOWS, problem=problem,
        kept=CHECK_INS_KEPT.days,
    )  # fmt: skip


@page(blueprint, "/account/check-in", "run-meetings", methods=("POST",))
def say(lang: str) -> Page:
    """Keep it; said again in the same week, the newer counts."""
    form = CheckInForm(request.form)
    if not form.validate():
        return _check_in(form, "check-in-choose"), 400
    _desk().check_in(form.how.data, talk=bool(form.talk.data))
    return redirect(link(".check_in"), 303)


# A referral in ------------------------------------------------------------------------------------


@page(blueprint, "/desk/refer-in", "manage-clients")
def refer_in(lang: str) -> Page:
    """A partner sends somebody, who agreed to it."""
    return _refer(_refer_form())


def _refer_form(sent: Any = None) -> ReferForm:
    return ReferForm.made_for(list(site().view.languages.values()), list(_stops().values()), sent)


def _refer(form: ReferForm, problem: str = "") -> str:
    return _shown("refer_in.html", form=form, problem=problem, asked=ASKED, longest=LONGEST_PARTNER)


@page(blueprint, "/desk/refer-in", "manage-clients", methods=("POST",))
def refer(lang: str) -> Page:
    """They are registered as waiting, with their consent; then straight on to matching."""
    form = _refer_form(request.form)
    if not form.valid():
        return _refer(form, "refer-no-consent" if form.agreed.errors else "refer-wrong"), 400
    new = caseload().register(
        form.profile(), form.save.data or "", state="waiting",
        partner=" ".join((form.partner.data or "").split()),
    )  # fmt: skip
    words = fingerprint(page_words().english.word("refer-agreed").plain)
    asked = Asked(new.profile.lang, form.asked.data, {"record": words, "contact": words})
    Consents(records(), me()).say(new.id, {"record": True, "contact": True}, asked)
    return redirect(link(".match", client=new.id), 303)
