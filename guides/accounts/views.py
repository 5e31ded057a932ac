"""Signing in and out, one's own account, and the accounts that one looks after."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from guides.accounts import factor
from guides.accounts.domain import INVITES, ROLES, Account, Refused, Role, SignIn
from guides.accounts.forms import CodeForm, InviteForm, JoinForm, SignInForm
from guides.accounts.passwords import suggestion
from guides.accounts.service import form_token
from guides.web import resumed
from guides.web.guard import (
    accounts,
    cookie,
    everybody,
    give_cookie,
    me,
    my_sign_in,
    network,
    password_first,
    take_cookie,
)
from guides.web.routes import page
from guides.web.site import guide, link, site

blueprint = Blueprint("accounts", __name__)
Page = str | tuple[str, int] | Response


# Signing in and out --------------------------------------------------------------------------


@page(blueprint, "/sign-in", "public", name="sign_in")
def sign_in(lang: str) -> Page:
    """The way in. The same for everybody, and kept nowhere."""
    accounts()
    return _sign_in(SignInForm())


def _sign_in(form: SignInForm, problem: str = "") -> str:
    return render_template(
        "accounts/sign_in.html", form=form, problem=problem, waiting=resumed.carried()
    )


@page(
    blueprint, "/sign-in", "public", methods=("POST",), name="enter",
    most_bytes=resumed.MOST_CARRIED,
)  # fmt: skip
def enter(lang: str) -> Page:
    form = SignInForm(request.form)
    try:
        token = accounts().sign_in(
            form.name.data or "", form.password.data or "", network(), shared=form.shared.data
        )
    except Refused as refused:
        return _sign_in(form, refused.word), 400
    if cookie():
        accounts().give_way(cookie())  # whoever was signed in here before
    return _inside(token)


def _first_page(found: tuple[Account, SignIn] | None) -> str:
    """Where somebody's work lies, so that nobody looks for it."""
    if found is None or not found[1].complete or accounts().needs_factor(found[0]):
        return "accounts.mine"
    if found[0].may("manage-clients"):
        return "supervision.today"
    return "clients.list" if found[0].may("run-meetings") else "accounts.mine"


def _inside(token: str) -> Response:
    """On to one's own page; with a form that waits, to that, once the sign-in is whole."""
    waiting, found = resumed.carried(), accounts().who(token)
    if not waiting or found is None:
        answer = redirect(link(_first_page(found)), 303)
    elif found[1].complete:
        page = resumed.page(found[0], token, waiting, accounts().now())
        answer = Response(page, mimetype="text/html")
    else:
        proof = form_token(token)  # the browser does not send the new token yet
        page = render_template("accounts/code.html", problem="", waiting=waiting, proof=proof)
        answer = Response(page, mimetype="text/html")
    give_cookie(answer, token)
    return answer


@page(blueprint, "/sign-in/code", "half")
def code(lang: str) -> Page:
    """The second factor."""
    return render_template("accounts/code.html", problem="")


@page(
    blueprint, "/sign-in/code", "half", methods=("POST",), name="give_code",
    most_bytes=resumed.MOST_CARRIED,
)  # fmt: skip
def give_code(lang: str) -> Page:
    form = CodeForm(request.form)
    try:
        token = accounts().second_factor(cookie(), form.code.data or "", network())
    except Refused as refused:
        waiting = resumed.carried()
        return render_template("accounts/code.html", problem=refused.word, waiting=waiting), 400
    return _inside(token)


@page(blueprint, "/sign-out", "signed-in", methods=("POST",), name="sign_out")
def sign_out(lang: str) -> Response:
    """End it here and on the server, and leave nothing behind."""
    accounts().sign_out(cookie())
    answer = redirect(link("accounts.sign_in"), 303)
    take_cookie(answer)
    answer.headers["Clear-Site-Data"] = '"cache", "cookies"'
    return answer


@page(blueprint, "/join", "public")
def join(lang: str) -> Page:
    """Choose a password, with a code that somebody handed over."""
    accounts()
    return _join(JoinForm())


def _join(form: JoinForm, problem: str = "") -> str:
    return render_template(
        "accounts/join.html", form=form, problem=problem, suggestion=suggestion()
    )


@page(blueprint, "/join", "public", methods=("POST",), name="joined")
def joined(lang: str) -> Page:
    form = JoinForm(request.form)
    organisation = site().tenant.name
    try:
        everybody().join(form.code.data or "", form.password.data or "", organisation)
    except Refused as refused:
        return _join(form, refused.word), 400
    return redirect(link("accounts.sign_in"), 303)


# One's own account ---------------------------------------------------------------------------


@page(blueprint, "/account", "signed-in", name="mine")
def mine(lang: str) -> Page:
    """Where one is signed in, and how safely."""
    return render_template(
        "accounts/mine.html",
        account=me(),
        here=my_sign_in(),
        all=accounts().sign_ins(me()),
        code_made=everybody().code_made_for(me()),
    )


@page(blueprint, "/account/end", "signed-in", methods=("POST",))
def end(lang: str) -> Page:
    """End one of one's own signed-in browsers."""
    wanted = request.form.get("sign_in", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 10:
        accounts().end(me(), int(wanted))
    return redirect(link("accounts.mine"), 303)


@page(blueprint, "/account/authenticator", "signed-in")
def authenticator(lang: str) -> Page:
    """Set up the app that shows six digits."""
    return _authenticator(factor.new_secret())


def _authenticator(secret: str, problem: str = "") -> str:
    drawing = factor.drawing(secret, me().name, str(guide().wording.word("brand").plain))
    return render_template(
        "accounts/authenticator.html", secret=secret, drawing=drawing, problem=problem, account=me()
    )


@page(blueprint, "/account/authenticator", "signed-in", methods=("POST",), name="set_authenticator")
def set_authenticator(lang: str) -> Page:
    """Take it, once it has shown a right code. To change one, the password is asked."""
    secret = "".join(request.form.get("secret", "").split())[:64]
    if me().second_factor and (asked := password_first()) is not None:
        return asked
    try:
        code = request.form.get("code", "")
        codes = accounts().set_factor(me(), secret, code, my_sign_in().id)
    except Refused as refused:
        again = secret if factor.is_secret(secret) else factor.new_secret()
        return _authenticator(again, refused.word), 400
    return render_template("accounts/recovery.html", codes=codes)


# Accounts that one looks after ---------------------------------------------------------------


@page(blueprint, "/people", "manage-accounts")
def people(lang: str) -> Page:
    """The accounts of one's own organisation, and who may be invited."""
    return _people(_invite_form(None))


def _invited() -> list[tuple[Role, str]]:
    """Whom one may invite, with what each is called."""
    words = guide().wording
    roles = sorted(role for role in INVITES.get(me().role, ()) if me().may_invite(role))
    return [(role, words.word(f"role-{role}").plain) for role in roles]


def _invite_form(data: object) -> InviteForm:
    roles = _invited()
    homes = everybody().organisations() if me().role == "site" else ()
    return InviteForm.made_for(roles, homes, data)


def _people(form: InviteForm, problem: str = "", handed: str = "", name: str = "") -> str:
    return render_template(
        "accounts/people.html",
        form=form,
        problem=problem,
        code=handed,
        code_for=name,
        people=everybody().people(me()),
        roles=[(role, label) for role, label in _invited() if role != "site"],
        account=me(),
    )


@page(blueprint, "/people", "manage-accounts", methods=("POST",), step_up=True)
def invite(lang: str) -> Page:
    """A new account; its code is shown once, to be handed over face to face."""
    form = _invite_form(request.form)
    try:
        if not form.validate():
            raise Refused("role-wrong")
        name = form.name.data or ""
        handed = everybody().invite(me(), name, form.role.data, form.organisation.data or None)
    except Refused as refused:
        return _people(form, refused.word), 400
    return _people(_invite_form(None), handed=handed, name=" ".join(name.split()))


@page(blueprint, "/people/<int:account>/reset", "manage-accounts", methods=("POST",), step_up=True)
def reset(lang: str, account: int) -> Page:
    """A code with which the owner chooses a new password. The second factor stays."""
    try:
        handed = everybody().reset(me(), account)
    except Refused as refused:
        raise NotFound from refused
    name = next((p.name for p in everybody().people(me()) if p.id == account), "")
    return _people(_invite_form(None), handed=handed, name=name)


@page(blueprint, "/people/<int:account>/role", "manage-accounts", methods=("POST",), step_up=True)
def change_role(lang: str, account: int) -> Page:
    """Another role, in the same organisation. Wherever the account is signed in, that ends."""
    wanted = request.form.get("role", "")
    try:
        if wanted not in ROLES:
            raise Refused("not-yours")
        everybody().change_role(me(), account, wanted)
    except Refused as refused:
        raise NotFound from refused
    return redirect(link("accounts.people"), 303)


@page(
    blueprint, "/people/<int:account>/dismiss", "manage-accounts", methods=("POST",), step_up=True
)
def dismiss(lang: str, account: int) -> Page:
    """End an account. Every browser that is signed in with it is out at its next page."""
    try:
        everybody().dismiss(me(), account)
    except Refused as refused:
        raise NotFound from refused
    return redirect(link("accounts.people"), 303)
