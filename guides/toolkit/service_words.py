"""The words in which people fill in a list of services, and what each of them means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar, get_args

from guides.api.referral import (
    Gender,
    Household,
    How,
    Mode,
    Need,
    Precision,
    RoomState,
    Route,
    Status,
    Visibility,
)  # fmt: skip
from guides.toolkit.tables import slug

T = TypeVar("T", bound=str)


def _words(own: tuple[T, ...], others: Mapping[T, str]) -> Mapping[str, T]:
    """By slug: a word itself, and what else people write for it."""
    found = {slug(other): word for word, more in others.items() for other in more.split(",")}
    return found | {slug(word): word for word in own}


NEEDS = _words(
    get_args(Need),
    {
        "legal": "legal advice,law,solicitor,solicitors,lawyer,lawyers,immigration,legal aid,"
        "immigration advice,asylum advice,asylum and immigration,legal support",
        "housing": "home,homes,accommodation,homelessness,housing advice,shelter,hosting",
        "food": "food bank,food banks,foodbank,meals,hot meals,food parcels,food and drink",
        "money": "hardship,hardship fund,destitution,cash,grants,financial support,hardship grants",
        "clothing": "clothes,clothes bank,shoes,baby clothes,toiletries,essentials",
        "health": "doctor,gp,healthcare,medical,dentist,nurse,health care,physical health",
        "mental-health": "counselling,therapy,wellbeing,well being,emotional support,trauma,"
        "psychological support,mental wellbeing",
        "maternity": "pregnancy,midwife,mother and baby,babies,antenatal",
        "safety": "domestic abuse,domestic violence,refuge,fgm,forced marriage,violence,abuse,"
        "sexual violence,honour based abuse,rape",
        "trafficking": "modern slavery,slavery,human trafficking,nrm,exploitation",
        "women": "womens group,women and girls,womens support",
        "children": "child,families,family support,nursery,childcare,play",
        "young-people": "youth,young people,youth club,young adults,uasc",
        "family-tracing": "family reunion,tracing,family reunification",
        "lgbtq": "lgbt,lgbtqi,lgbtqia,lgbtqi plus,lgbtq plus,lgbt plus",
        "disability": "disabled people,disabilities,sen,send",
        "english": "esol,english classes,english class,english lessons,conversation,"
        "english language,learn english,language classes,conversation class",
        "education": "school,college,university,training,study,learning,courses",
        "work": "employment,jobs,job,careers,cv,employability",
        "volunteering": "volunteer",
        "community": "drop in,social,befriending,friendship,social group,community group,"
        "drop in centre,activities",
        "faith": "church,mosque,religion,worship,temple",
        "sport": "football,gym,exercise,fitness,swimming,cycling",
        "transport": "bus passes,bus tickets,bus fares,travel,bikes,bicycles",
        "phone-and-internet": "phones,phone,internet,wifi,wi fi,digital,sim cards,data,laptops,"
        "digital inclusion,computers",
        "interpreting": "interpreter,interpreters,translation,translating,interpretation",
        "detention": "detainees,bail,immigration detention",
        "return": "voluntary return,returns,going home",
        "advice": "benefits,debt,welfare,welfare rights,casework,information,benefits advice,"
        "signposting,advice and information,general advice,money advice",
    },
)
GENDERS = _words(
    get_args(Gender),
    {
        "women": "woman,female,females,f,w,women only,ladies,women and girls,girls",
        "men": "man,male,males,m,men only,men and boys,boys",
    },
)
HOUSEHOLDS = _words(
    get_args(Household),
    {
        "families": "family,families with children,parents,children and families,families only",
        "unaccompanied-children": "uasc,uascs,unaccompanied minors,unaccompanied child,"
        "unaccompanied,unaccompanied asylum seeking children",
        "single-adults": "single,singles,single people,single adult,adults alone,single person",
    },
)
MODES = _words(
    get_args(Mode),
    {
        "staff": "spoken,spoken by staff,fluent,worker,volunteer,volunteers,native,in person",
        "interpreter": "interpreters,interpreted,interpreting,by interpreter,via interpreter,"
        "phone interpreter,with interpreter,telephone interpreter",
        "written": "leaflet,leaflets,in writing,writing,translated,printed,website",
    },
)
ROUTES = _words(
    get_args(Route),
    {
        "self": "self referral,self refer,drop in,walk in,just come,open,just turn up,turn up,"
        "open access,no referral needed,no referral",
        "form": "referral form,online form,online,web form,application form,form online",
        "phone": "ring,call,by phone,telephone,ring first,call first,ring us,phone first",
        "professional": "agency,agency referral,professional referral,professionals only,gp,"
        "referral by professional,agency only,by agency,social worker,professional only",
    },
)
ROOMS = _words(
    get_args(RoomState),
    {
        "open": "yes,y,available,has room,room,spaces,accepting,taking referrals,"
        "open to referrals,accepting referrals",
        "limited": "some,few,a few,limited spaces,some room,limited availability,nearly full",
        "waiting list": "waitlist,waiting,wait list,waitinglist",
        "closed": "full,no,n,no room,no spaces,closed to referrals,not accepting,none left,"
        "not taking referrals",
    },
)
PRECISIONS = _words(
    get_args(Precision),
    {
        "exact": "yes,y,full,public,show,shown,true",
        "street": "street only,road",
        "sector": "area,area only,postcode,district,town,town only,postcode area",
        "hidden": "no,n,confidential,secret,hide,private,do not show,not shown,false",
    },
)
VISIBILITIES = _words(
    get_args(Visibility),
    {
        "public": "everybody,everyone,all,yes,open",
        "volunteers": "volunteer,guides,guide,signed in,volunteers only",
        "staff": "internal,private,staff only,no,coordinators,hidden",
    },
)
STATUSES = _words(
    get_args(Status),
    {
        "active": "open,live,current,running,yes,y,up and running,published",
        "inactive": "not active,not running,dormant,draft,n,no,unpublished",
        "defunct": "closed,closed down,ended,gone,shut,finished,dissolved,ceased,"
        "permanently closed",
        "temporarily closed": "paused,suspended,on hold,closed for now,on pause",
    },
)
HOWS = _words(
    get_args(How),
    {
        "call": "phone,telephone,rang,ring,phoned,called,by phone,phone call",
        "visit": "visited,in person,went there",
        "email": "e mail,mail,emailed,by email",
        "feed": "import,data",
        "told": "word of mouth,they told us,heard",
    },
)
EVERYBODY = frozenset(
    slug(word)
    for word in (
        *(
            "all",
            "any",
            "anyone",
            "anybody",
            "everyone",
            "everybody",
            "both",
            "mixed",
            "open to all",
        ),
        *("all genders", "any gender", "men and women", "women and men", "all ages", "any age"),
        *("male and female", "female and male", "all households", "m/f", "f/m", "all welcome"),
    )
)
YES = frozenset({"yes", "y", "true", "1", "x", "ja", "✓", "✔", "none needed", "not needed"})
NO = frozenset({"no", "n", "false", "0", "needed", "required"})
ANYWHERE = frozenset(
    {"anywhere", "national", "nationwide", "nationally", "uk", "uk wide", "uk-wide", "everywhere"}
    | {"united kingdom", "all areas", "any", "whole uk", "all", "all of the uk"}
)
