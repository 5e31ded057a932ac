"""Sentences that a hostile colleague planted, and the innocent ones that live beside them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.toolkit.advice import find_advice

PLANTED = """
You should appeal.
You should definitely appeal the decision.
You must lodge your appeal by Friday.
You ought to withdraw your claim.
You need to claim asylum today.
You had better appeal before it is too late.
You'd better sign it.
You should not sign anything they give you.
You shouldn’t withdraw your claim now.
You must not accept the refusal.
You should tell the Home Office that you were tortured.
You should say in your interview that you fear your uncle.
You must write in your statement why you left.
You should submit further submissions.
You should also make further submissions.
You **should** apply for bail.
You have to appeal within {fact:appeal-14-days}.
You should refuse to go.
You should think about withdrawing your claim.
You should see the letter, and then lodge your appeal.
If you are refused you should appeal at once.
That is why you should appeal.
We say that you should claim asylum now.
The client should appeal.
Everyone who is refused should appeal.
It is better to withdraw your claim.
It is best for you to claim asylum at the airport.
Your best option is to make further submissions.
The only way is to appeal.
What you need to do is appeal.
Make sure you lodge your appeal.
Remember to appeal in time.
Do not forget to send in your appeal.
I would appeal.
We would not sign that paper.
Why not claim asylum here?
Appeal now.
Appeal anyway.
Appeal as soon as you can.
Appeal within {fact:appeal-14-days}.
Please appeal before the date.
Just appeal.
Lodge your appeal online.
Send in your appeal without a lawyer.
Send your evidence to the tribunal.
Make further submissions.
Make a fresh claim.
Claim asylum at once.
Claim asylum as soon as you arrive.
Ask for asylum as soon as you can.
Ask for bail.
Ask for bail from the first day.
Ask the judge for bail.
Apply for bail with the form BAIL401.
Apply for asylum today.
Ask for a hearing, so that you can speak to the judge.
Do not withdraw your claim.
Never withdraw your appeal.
Do not sign.
Don’t sign anything before you have read it.
Do not appeal.
Do not claim asylum in Belfast.
Do not tell the Home Office about France.
Do not mention your brother.
Do not say that you came through Italy.
Do not go to your interview.
Do not leave the UK while you wait.
Sign the paper.
Refuse to board the plane.
Accept the decision.
Challenge the refusal.
Fight your removal.
Say that you are a Christian.
Say that you were beaten by the police.
Say in your interview that you are afraid.
Tell the judge that you cannot go back.
Tell the Home Office about your torture.
Mention your religion early.
Choose voluntary return.
If you are refused, appeal at once.
If you miss the date, appeal anyway as soon as you can.
Read the letter and appeal now.
Go to the centre and make further submissions.
When they detain you, ask for bail.
So appeal now.
Be quick: lodge the appeal this week.
Early action: claim asylum now.
Do not wait. Appeal.
- Appeal today.
1. Lodge your appeal.
> Claim asylum now.
- **Do not** withdraw your claim.
### Appeal now
You usually have time, but appeal now if you can.
Tell the client to appeal.
I advise that you appeal.
I advise you to withdraw.
We recommend that you claim now.
We strongly suggest that you stay silent.
I would recommend you accept it.
My advice is to wait.
My advice: stay.
If I were you, I would wait.
If we were in your place we would wait.
In your shoes I would wait.
The best thing for you is to go home.
The best thing you can do is to go home.
In your case you can get more time.
In your situation, it is hopeless.
Your strongest argument is the scar.
Your deadline is Friday.
Your deadline is {fact:appeal-14-days} away.
Your deadline has passed.
You have 14 days left.
You have {fact:appeal-14-days} left.
You only have three days left to appeal.
You have 14 days to appeal.
You have until 3 March.
You have only until Friday.
Your appeal must be in by Friday.
Your appeal has to be sent within {fact:appeal-14-days}.
Your time to appeal ends on Monday.
There are five days left.
You will win.
You will probably be granted.
You’ll be refused.
You won't win without a lawyer.
You are going to be removed.
You are likely to be refused.
You will get refugee status.
You have a good case.
You have a very strong claim.
You have little chance.
You stand a good chance.
Your case is weak.
Your claim is likely to succeed.
Your appeal will fail.
The judge will believe you.
You qualify for asylum.
This is information, not advice: “You should appeal.”
Say: “You should withdraw your claim.”
Do not say “appeal now”. You can say: “You should claim asylum.”
You really must appeal this.
It would be wise to withdraw.
You should go ahead and lodge the appeal yourself.
We think you should wait and then claim.
You should put in a fresh claim.
Get your appeal in by Friday.
Put your appeal in today.
File an appeal before the end of the week.
Just sign the form and wait.
Do not let them scan your fingers; refuse to sign.
Your best chance is a new claim.
You stand a strong chance.
Given what you told me, you will get asylum.
You'll definitely win this appeal.
There is no point in appealing.
It is not worth appealing.
Consider withdrawing your claim.
The right thing for you is to appeal.
You are bound to be refused.
Your application will be refused.
I suggest that you say nothing about Italy.
You have ten days left.
You've got two weeks left to appeal.
Your last day to appeal is Monday.
Hurry: appeal today.
If they say no, make further submissions.
Once detained, apply for bail at once.
After the refusal, lodge an appeal within {fact:x}.
Never sign a voluntary return form.
Don't accept the decision.
Do not agree to go home.
Agree to voluntary return.
Talk to the judge and ask for bail.
Always appeal.
Then submit your further submissions.
Tell the officer you are gay.
Explain that you were tortured.
Write in your statement that you fled the war.
Make sure to appeal in time.
You need to submit your fresh claim in person.
You must apply for asylum straight away.
You should not leave the UK.
You must not say in your interview that you worked.
You had better not sign that.
Apply to stay before your leave ends.
Apply again before it ends.
You ought not to accept it.
Tell your client to withdraw.
He should appeal.
Your lawyer is wrong, so appeal now.
Stop the removal: ask for judicial review.
Apply for judicial review.
You will not be removed.
Your claim looks weak.
Cancel your claim.
I'd withdraw if I were you.
I recommend an appeal.
You would be foolish to withdraw your claim.
You must insist on an appeal.
Insist on bail.
Start an appeal as soon as the letter comes.
Appealing is your best option.
Don't wait to appeal.
Say you are under eighteen.
Our advice: “Appeal now.”
Never give up: “Appeal now.”
Do not say sorry, say: “You should appeal.”
""".strip().split("\n")

INNOCENT = """
A person can appeal.
A person who is refused can usually appeal.
People who claim after {fact:rule-change} usually get {fact:grant-30-months}.
Usually {fact:appeal-14-days} from the date the refusal was sent.
A person in the UK usually has {value} to appeal, counted from the date the refusal was sent.
You usually have {fact:appeal-14-days} to send in an appeal.
You can appeal online.
You can still claim asylum if you have no passport or papers.
If you are in the UK and it is not safe to go home, you can ask the Home Office for asylum.
You can ask for bail from the first day.
A woman can ask for asylum for herself.
You can ask a judge for bail.
If you have new proof, you can send it in. This is called further submissions.
Ask a lawyer.
Ask a lawyer whether you should appeal.
Ask your solicitor about an appeal.
Ask a lawyer if you need to claim again.
Ask a lawyer to lodge your appeal.
Ask your lawyer what you should say in your interview.
Look for a lawyer.
You should look for a lawyer now.
You should ask a lawyer about your appeal.
You must find help with your claim quickly.
Ring Migrant Help on {fact:migrant-help-line}.
Ask for help with your appeal.
Ask for help with bail.
Ask for bail accommodation.
Ask BID about bail.
Ask who can help with an appeal, and ask early.
We recommend that you see a lawyer.
We suggest you keep every letter.
Keep your papers.
Keep a copy of every letter and paper about your case.
Keep the envelope with your refusal.
Read the date on your letter.
Your deadline is on your letter.
Your deadline is the date on the letter.
You have until the date on your letter.
Copy the date from your letter here.
Go to your appointments.
Go to your interview, even if you are tired.
Go to your hearing. If you are ill, tell the court before with proof.
You must go to your interview.
Do not go to your interview alone.
Do not miss your interview.
You must report on time.
You must sign on at the reporting centre.
You need to sign in at reception.
Sign the tenancy agreement only when you have read it.
Do not sign a tenancy before you have seen the room.
Ask for a sign language interpreter.
You can ask for asylum support.
Ask for asylum support.
Claim asylum support with ASF1.
Apply for asylum support.
You should apply for asylum support.
You must accept the room, or support can stop.
If your support is stopped, you have {fact:support-appeal} to appeal.
If your support is refused, appeal at once.
Appeal to the asylum support tribunal.
Send in the appeal about your asylum support with the letter.
ASAP can speak for you at an asylum support appeal.
Apply for Universal Credit.
Claim Universal Credit as soon as you get your status.
You should claim Universal Credit now.
You need to claim benefits yourself.
Claim child benefit.
You should claim back your travel costs.
Register with a doctor.
Withdraw money from the ASPEN card.
You can ask for a woman interviewer.
You can ask for a break.
Ask for a break when you need one.
Ask early if you want a man or a woman as your interviewer.
Ask for a copy of the interview notes.
Say so at once if you do not understand the interpreter.
Say that you need an interpreter.
Say that you do not understand.
Say that you want a woman to interview you.
Say it **early**, and in writing.
Tell the Home Office your new address.
Tell the Home Office that you have moved.
You must tell the Home Office that you have moved.
Tell the officer if you are ill, pregnant or disabled.
Tell the interviewer that you need a break.
You can tell the officer if someone has hurt you, when you feel ready.
Tell the truth, because giving false information can be a crime.
If you do not know something, say so; do not guess.
What you say is private; the Home Office must not tell the government of your country.
The claim can be closed if you miss interviews.
Your claim may be refused or closed.
Your appeal can take a long time.
Claim, application, appeal, bail or removal.
Appeal rights exhausted means that no appeals are left.
Appeals can take a long time.
Claiming asylum
The appeal hearing
Bail hearings are short.
An appeal costs {fact:appeal-fee}, but many people do not pay.
A judge who does not work for the Home Office hears your appeal.
Only a lawyer can say whether your case is strong.
A guide cannot tell you if you will win.
Nobody can promise that you will be granted.
It does not mean that you will be refused.
Many people are afraid that they will be removed.
If your deadline has passed, ask a lawyer the same day.
If you need to claim asylum, the place depends on where you live.
If you have a good case, a lawyer may take it.
Someone may tell you that you must withdraw your claim. Ask a lawyer first.
If someone says to take back your claim, talk to a lawyer.
If a lawyer says you should appeal, ask how they will help.
When you claim asylum, the Home Office takes your fingerprints.
Before you appeal, a lawyer can read the letter.
A guide never says that you should appeal.
A guide may not tell a client to appeal.
I cannot advise you about your appeal.
We do not advise you on your claim.
This is not my advice.
Our advice line is open on Monday.
Bring the letter, your ARC card and a pen.
People often wait and appeal later.
A lawyer can check the letter and lodge the appeal.
You can do three things: appeal, make further submissions, or go home.
The rules say how to lodge an appeal.
To lodge an appeal, most people use the website.
You do not need to claim asylum at the airport.
Do you need to appeal?
Should I appeal?
Do not say “You should appeal.”
Do not say: “You will win” or “Your case is strong”.
It becomes advice when you say: “Appeal now.”
It becomes advice. “You should withdraw your claim.”
Advice is: "You must lodge your appeal this week."
Never say “you have 14 days left”.
Instead of “you must appeal”, read out the rule.
You should know your rights.
You must be in the UK to claim asylum.
You need a lawyer for your appeal.
Get legal help fast.
Start looking for a lawyer now.
Call a lawyer the same day if you get a removal notice.
Make a plan: who will call, who has your papers.
Complain if your adviser treats you badly.
The best way to find a lawyer is the list.
If you win, you can stay.
Ask for a receipt when you hand in your papers.
If you have a caseworker, ask them about the move.
Ask for section 4 support with ASF1.
Look at the letter to see if you can appeal.
Ask early if the interview can be recorded.
You may appeal if the letter says so.
A lawyer should see the letter before you sign anything.
If you sign a paper, ask for a copy.
Ask for a copy before you sign.
You can refuse to sign a paper you do not understand.
You do not have to sign anything that you cannot read.
Ask someone to read the paper to you before you sign it.
The Home Office should tell you why you are detained.
The bail paper lists the rules that you must follow.
You must live at the address on your Bail 201 paper.
If you must report, go on time.
Show the bail paper to your lawyer.
People on bail must tell the Home Office when they move.
Keep the bail paper with you.
Ask the welfare team for a free lawyer.
Ask the visitor group to come.
If you are refused, ring a lawyer the same day.
Pack the refusal letter, the envelope and your ARC card.
Give new proof to your lawyer.
Most people appeal online.
The tribunal sends a letter with the date of the hearing.
Write down the questions you have for your lawyer.
You should get a letter within a few days.
You should be told the date.
You should have an interpreter.
You must be told why in writing.
You need to bring your ARC card.
You must tell the council that you are homeless.
Tell your lawyer about your health.
Tell your lawyer everything that matters.
Tell your guide if you move.
Tell the doctor that you were hurt.
Tell a teacher or a doctor if someone hurts you.
Claims made before the change follow the old rule.
Claim form
Your claim stays open.
Asylum claims can take long.
The claim is looked at again.
A fresh claim is a new claim on new proof.
Further submissions are handed in by appointment.
You will be asked about your journey.
You will be given an interpreter.
You will get a letter.
You will get asylum support while you wait.
You will need a bank account.
Will I win?
If the answer is no, most people can appeal.
Nobody knows what the decision will be.
Say hello, and who you are.
Say what you can and cannot do.
Say that you are a volunteer and not a lawyer.
Explain that you cannot give advice.
Explain that you are not from the Home Office.
Tell the person that you cannot advise on the claim.
Tell them to ask a lawyer.
Tell the client to keep the letter.
Help them to find a lawyer for the appeal.
Help the client to read the appeal form.
Do not fill in the appeal form for them.
Do not guess if the appeal will succeed.
Do not practise the interview with them.
Do not tell them what to say in the interview.
Never tell a person what they should say.
Do not ask about the claim.
Do not promise that they will win.
You may read out the deadline on the letter.
Read out the date. Do not count the days.
The line: whether to appeal is for a lawyer.
Leave enough time to travel to the hearing.
Leave the house early on the day of the interview.
Sign the register when you come in.
Sign up for English classes.
Accept help from friends.
Choose a bank.
Stop and ask your coordinator.
Make a copy of your appeal.
Make an appointment with a lawyer.
Make a list of your questions about the appeal.
Start a folder for your claim papers.
Send a copy of the decision to your lawyer.
Send in the form ASF1 with proof that you have no money.
Challenge a housing decision with help from Shelter.
The council must accept your application.
Withdraw cash at any machine.
Bring a friend, water and your appeal papers.
Apply for a National Insurance number.
Apply for a school place.
Apply for the eVisa account.
You should apply for housing now.
Make a claim for Universal Credit the same day.
You need to make a claim for Universal Credit.
Start your claim for Universal Credit.
Complete the claim online for Universal Credit.
In your case file there is a form.
Ask the Home Office for a copy of your records.
Ask the Home Office for your interview notes.
Ask the tribunal for an interpreter.
Ask the court to move the date if you are ill.
If support is refused, send in the appeal within {fact:x}.
Your support should go on while you appeal.
Do not ignore the letter.
Do not throw the refusal away.
You have {fact:move-on-42-days} to leave your asylum home.
You have the right to an interpreter.
You have a lawyer? Ring them today.
You have a hearing soon.
The best time to claim Universal Credit is the first day.
My adviser is on holiday.
Why appeal? A judge looks at the case again.
Why people appeal
When to appeal
How to claim asylum
Where to claim asylum
Appeal, bail and removal are matters for a lawyer.
Tell the court before the day if you are ill.
Tell the Home Office if your address changes.
Tell the Home Office in writing when you move.
Tell the Home Office about your new baby.
Mention your health needs when you book.
It is important to keep the envelope.
It is best to ring early.
It is a good idea to ask two lawyers.
You do not need to sign today. Ask for time to read.
You could ask a lawyer about bail.
""".strip().split("\n")


@pytest.mark.parametrize("sentence", PLANTED)
def test_finds_advice(sentence: str) -> None:
    assert find_advice(sentence)


@pytest.mark.parametrize("sentence", INNOCENT)
def test_lets_information_through(sentence: str) -> None:
    assert [finding.phrase for finding in find_advice(sentence)] == []


def test_the_tables_are_large_enough_to_mean_something() -> None:
    assert len(set(PLANTED)) >= 60
    assert len(set(INNOCENT)) >= 80


def test_says_where_it_stands_and_how_to_mend_it() -> None:
    text = "Read your letter.\n\n- You **should**\n  appeal this week.\n"
    (finding,) = find_advice(text)
    assert text[finding.start : finding.end] == finding.phrase
    assert finding.phrase.startswith("You **should**")
    assert "advice" in finding.why
    assert "Ask a lawyer" in finding.instead


def test_finds_each_piece_once() -> None:
    text = "You should appeal now, because you will win. Do not sign."
    found = find_advice(text)
    assert len(found) == 3
    assert all(a.end <= b.start for a, b in pairwise(found))


def test_a_list_of_possibilities_is_information() -> None:
    assert not find_advice(
        "A person can:\n\n- appeal\n- make further submissions\n- ask for bail\n"
    )
    assert find_advice("Do this:\n\n- Make further submissions.\n")
    assert find_advice("What you can do now:\n\n- Appeal now.\n")


def test_bad_examples_in_a_list_are_let_through() -> None:
    assert not find_advice("Do not say:\n\n- “You should appeal.”\n- “You will win.”\n")
    assert find_advice("Say instead:\n\n- “You should appeal.”\n")


def test_a_bad_example_excuses_only_what_is_quoted() -> None:
    (finding,) = find_advice("Do not say “You will win.” You should appeal.")
    assert finding.phrase == "You should appeal"


def test_a_sentence_broken_over_lines_is_one_sentence() -> None:
    assert find_advice("You\nshould\nappeal.")
    assert not find_advice("Ask a lawyer whether\nyou should appeal.")


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    for finding in find_advice(text):
        assert text[finding.start : finding.end] == finding.phrase


@given(
    st.lists(st.sampled_from([*PLANTED, *INNOCENT]), max_size=8).map("\n\n".join),
    st.sampled_from(PLANTED),
)
def test_more_text_before_does_not_hide_advice(before: str, planted: str) -> None:
    text = f"{before}\n\nA rule.\n\n{planted}"
    assert any(finding.start >= len(before) for finding in find_advice(text))


def test_a_plain_list_of_what_guides_leave_alone_is_let_through() -> None:
    assert not find_advice("**This becomes advice, and not for you:**\n\n- Withdraw the claim.\n")
    assert find_advice("Our advice:\n\n- Withdraw the claim.\n")


@pytest.mark.parametrize(
    "piece",
    ["you ", "you\t \n", "appeal ", "\n- ", "say “", "a, ", "you, ", "](", "“you will win "],
)
def test_a_very_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    # Content comes from strangers: no text may keep the program busy. No clock here, as a
    # pattern that runs away would not end at all.
    find_advice(piece * (60_000 // len(piece)))
