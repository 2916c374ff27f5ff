# The bot's own words in English. A clinic may override any of them in its folder, under texts/en.ftl.
# What a procedure asks and says stands in the protocols, not here.

## Joining

code-ask = Thank you. Please type the 6-digit code from your clinic.
code-wrong = That is not the code. Please look again; { $left ->
        [one] one try is left.
       *[other] { $left } tries are left.
    }
code-locked = This link is closed now. Please ask your clinic for a new one.
link-neutral = This link cannot be used. Please ask your clinic for a new one.
link-needed = Hello. I keep patients of { $clinic } company after surgery. To begin, please open the link that your clinic gave you, or scan its code.
    If you need the clinic now: { $phone }. In an emergency call { $emergency }.
stranger-danger = If you are in danger, call { $emergency } now, or phone the clinic: { $phone }. I have passed your words on to { $clinic }, but this is not an emergency service.
hello = Hello { $name }. I am the follow-up assistant of { $clinic }. I am a program, not a person; I ask how you are and bring what you answer to your team.
consent = If you agree, I send you short check-ins before and after surgery, some for years. Your answers, words and photos are stored encrypted and read by the staff of { $clinic }. Telegram carries the messages and is not end-to-end encrypted here. You can stop at any time with /stop, and ask for a copy or deletion: see /privacy. It is free, and saying no changes nothing about your care.
not-emergency = This is not an emergency service. In danger call { $emergency }; to reach the clinic, phone { $phone }.
ask-consent = Do you agree? (version { $version })
button-_agree = I agree
button-_decline = No, thank you
declined = That is fine. I will not write to you. { $clinic } is there for you as always: { $phone }. If you change your mind, send /start.
ask-language = Which language do you prefer?
ask-hour = At what time of day may I write to you?
joined = Thank you, { $name }. I will write around { $hour }. You can write to me at any time, in your own words.
first-this = Before we go on, please answer this:
welcome-back = Hello again, { $name }.
help-short = /concern if you are unhappy with something · /message to write to your team · /help for the rest

## Commands

help = What you can do here, at any time:
    /concern – something about your result or your care bothers you
    /message – write to the team of { $clinic }
    /status – what is planned next
    /settings – language, time of day, time zone
    /stop – no more messages from me · /resume – begin again
    /privacy – what is stored, and your rights
    Or just write, or send a photo: a person reads it.
command-start = Begin
command-help = What you can do here
command-settings = Language, time of day, time zone
command-language = Change the language
command-status = What is planned next
command-concern = Something bothers me
command-message = Write to my team
command-stop = No more messages
command-resume = Messages again
command-privacy = What is stored, and your rights
settings = What would you like to change?
button-_language = Language
button-_hour = Time of day
button-_zone = Time zone
button-_done = Nothing
ask-zone = Where are you now? I use it only to write at a good hour.
language-set = From now on I write in English.
settings-kept = Kept: I write around { $hour }, { $zone } time.
status = Your check-ins come around { $hour } ({ $zone }).
status-episode = { $procedure }, { $on }, { $surgeon }
status-next = The next one: { $at }.
status-concern = Your concern is with your team; I will ask you whether somebody got in touch.
message = Please write your message now; the next thing you write goes to your team. You can send photos too.
button-_cancel = Not now
privacy = What I keep: your name, the dates of your surgery, what you answer and write, and what I wrote to you; encrypted, and read only by the staff of { $clinic }. Telegram carries the messages; chats with bots are not end-to-end encrypted.
privacy-agreed = You agreed to this on { $on } (version { $version }).
privacy-not-agreed = You have not agreed to follow-up here, so I do not write to you of my own accord.
privacy-rights = To get a copy, to correct something or to have it deleted, write it here or phone { $phone }. /stop ends the messages at once.
stopped = I will not write to you any more. Your clinic knows. If something worries you: { $clinic }, { $phone }; in an emergency { $emergency }. With /resume I begin again, and anything you write here still reaches your team.
stopped-already = I am not sending you anything. With /resume I begin again.
resumed = Good to have you back, { $name }. I go on from today; nothing that you missed is sent late.
not-stopped = Messages are on. /stop ends them.

## Check-ins

check-in-hello = Hello { $name }, { $clinic } would like to know how you are. { $count ->
        [one] One short question.
       *[other] { $count } short questions.
    }
check-in-about = Now about: { $procedure }.
check-in-thanks = Thank you, { $name }. That is all for now. You can write to me at any time, and /concern is always there.
thanks = Thank you, { $name }.
hint-scale = 0 means none, 10 the worst you can think of.
button-_none = None of these
button-_skip = Skip this
kept-words = Thank you, I have kept your words as you wrote them.
scale-same_day = Thank you for saying so. I have told your team, so that somebody looks at it.
scale-next_day = I have told your team.
scale-note = I have noted it for your team.
distress-heard = Thank you for telling me. You should not have to carry this alone. I have told your team, so that a person can be with you, and we leave the other questions for another day. If it gets too much before they call: { $line }, { $line_phone }.
reminder = { $name }, a gentle reminder. It takes less than two minutes.
gap-ended = I could not receive for a while, and a tap of yours may have been lost. I am sorry; here it is again:
still-waiting = This is still open:

## Words from patients

kept = Thank you, { $name }. I have kept what you wrote and passed it on.
kept-media = Thank you, I have received it and passed it on to { $clinic }. I cannot look at it myself; a person does.
kept-edit = I have seen that you changed your message, and passed the new words on too.
passed-on = Your words are with your team.
who-reads = Somebody at { $clinic } reads this by { $by }. This is not an emergency service: if it cannot wait, phone { $phone }; in danger call { $emergency }.
who-reads-now = { $clinic } is alerted at once, but do not wait for an answer here. If it is urgent, phone { $phone }; in danger call { $emergency }.
if-chosen = If you choose one, { $clinic } is alerted at once; but do not wait for an answer here. If it is urgent, phone { $phone }; in danger call { $emergency }.
if-worse = Some of these answers go to { $clinic } at once; but do not wait for an answer here. If it is urgent, phone { $phone }; in danger call { $emergency }.
alerted = I have alerted { $clinic } at the same moment. Do not wait for an answer here.
alert-taken = { $staff } of { $clinic } has taken this up.
alert-taken-still = Until you have spoken with somebody, what I told you still holds: phone { $phone }; in danger call { $emergency }.
staff-wrote = { $staff } of { $clinic } writes:

## Danger

danger-emergency = What you write may be an emergency. Please call { $emergency } now. Do not wait for an answer here. I have alerted { $clinic } as well.
danger-urgent = This needs a person now. Please phone { $clinic }: { $phone }. If nobody answers within a few minutes, or it gets worse, call { $emergency }. I have alerted your team as well.
danger-same_day = Thank you for telling me. I have told your team.
crisis = { $name }, I am very glad that you wrote this. You matter, and you do not have to go through this alone. Please talk to somebody now: { $line }, { $line_phone }. If you might hurt yourself or are in danger, call { $emergency }. { $clinic } is alerted now and a person tries to reach you; you need not wait for it: { $phone }. I am a program and cannot help as a person can.
crisis-own-hands = Please do not try to change anything on your body yourself.

## The concern

concern-thanks = Thank you for telling me, { $name }. It matters, and I am sorry that you feel this way.
concern-mirror = You wrote: “{ $words }”
concern-safety = First, so that nothing is missed: do you have any of these right now?
concern-which = Which operation is it about?
operation = { $name }, { $on }
concern-bothers = What bothers you most? You can tap, or write it in your own words.
button-_own_words = In my own words
button-_cannot_say = I can’t say
concern-own-words = Please write it as you would tell a friend. At the end you see it once more and can keep it to yourself. If you stop halfway, I pass on what you wrote so that somebody can call you; words that sound like danger go to your team at once.
concern-weight = How much does it weigh on you? 0 is hardly, 10 is as much as can be.
button-_life = It keeps me from sleep, work or people
button-_despair = I can’t go on like this
concern-felt = That is a lot to carry. Thank you for saying it.
concern-choose = What would help you most? Whatever you choose, you can come back to the rest.
concern-again = Thank you for being open. You still have choices, and a second opinion is your right:
button-_surgeon = Talk with my surgeon
button-_photo = Show it in pictures
concern-photo = A picture taken the same way each time says more than many words, because two of them can be held side by side. It goes to the team of { $clinic }; I cannot judge it, a person does. Which view shall we take?
photo-in-person = Pictures of this part of the body are best not sent through a messenger, so I ask for none. Somebody at { $clinic } can arrange them with you, in private, in the same light as those from before.
button-_arrange = Arrange it with me
photo-view = { $view }: { $how }
photo-send = Send it when it suits you.
photo-same = You sent this view on { $on }. If you can, take it from the same place.
photo-got = { $view }: I have it, thank you.
photo-retake = Have one look at it yourself: sharp, evenly lit, nothing cut off? If not, just send another one.
button-_shown = That is all, go on
button-_another_view = Another view
button-_options = What are my options?
button-_policy = Fees, and the clinic’s policy
policy-differ = I do not know the answer for you, and policies differ from clinic to clinic. What helps is to ask, before anything is decided: who bears the surgeon’s fee, who the facility’s, who the anaesthesia’s; until when that holds; and what it leaves out. Ask for it in writing.
policy-own = This is what your clinic has laid down about second operations, in its own words:
policy-until = Counted from your surgery, the time in this text ends on { $on }. Whether it applies to you, only your clinic can say.
policy-clinic = The clinic bears: { $fees }.
policy-patient = The patient bears: { $fees }.
policy-ask = What it means in your case, only your clinic can say. Your answers here about following instructions are for your care, not for deciding this.
fee-surgeon = the surgeon’s fee
fee-facility = the facility’s fee
fee-anaesthesia = the anaesthesia fee
fee-laboratory = laboratory
fee-implant = the implant
fee-garment = garments
fee-medicines = medicines
button-_ask_team = Ask my team what it means for me
complaint-medical = That is something to have examined, whenever it comes. I have told your team now, apart from everything else you choose here, so that { $surgeon } or a colleague can look.
button-_second_opinion = A second opinion
button-_agreed = What was agreed before surgery?
button-_wait = Wait, and ask me again later
button-_complaint = I want to complain
button-_somebody = Talk with somebody else
button-_back = Back
concern-call = When may { $surgeon }, or someone { $surgeon } asks, call you?
slot = { $start } to { $end }
button-_write = I would rather have it in writing
concern-write = Please write what your team should know, or what you want to ask.
concern-write-complaint = Please write your complaint. It goes through your team to { $head }.
concern-write-complaint-alone = Please write your complaint for { $head }. It goes through your team, or to { $head } alone if you choose that before it is sent.
button-_as_it_is = Send it as it is
concern-options = These are the things that surgeons and patients may consider. Reading about one does not decide anything. Which one may I explain?
button-_more_options = Another option
option-title = { $option }
option-means = What it means: { $text }
option-when = When: { $text }
option-any-time = it can be talked about at any time.
option-from = for you usually from { $on } on, because the tissue has to recover first. A medical reason does not wait.
option-since = it can be talked about since { $on }. Whether it is possible for you, only an examination shows.
option-cannot = What it cannot do: { $text }
option-decides = Who decides: { $text }
option-blocks = Good to know first: { $why }
option-not-advice = This is an explanation, not advice. { $surgeon } can say what applies to you.
second-opinion = Asking another surgeon is your right, and it changes nothing about your care here. Look for a specialist in plastic surgery who often does this operation, and ask three things: what can be reached, what cannot, and what happens if you wait. { $surgeon } knows your operation best, and many people talk with both.
second-opinion-packet = It helps to take papers along: what was done and when, what you hoped for, what bothers you in your words, your answers to check-ins, and pictures you sent here. Not in them: what you kept to yourself or wrote to your surgeon alone, and answers about following instructions. Somebody at { $clinic } looks through them and hands them to you; where you take them is your choice. Shall I ask for them?
papers-asked = { $clinic } prepares your papers by { $by }.
complaint-answered = { $head } answers your complaint by { $by }.
papers-title = { $procedure }, { $on }: what the follow-up has brought out
papers-made = Put together for the patient, who asked for it on { $on }. These are the patient’s own answers and words; nobody has judged them.
papers-before = Before surgery
papers-bothers = What bothers the patient now
papers-answers = Answers, in order of time
papers-pictures = Pictures sent by the patient
papers-ready = { $name }, your papers for a second opinion are ready; { $staff } of { $clinic } has looked through them. Please phone { $phone }, or come by, to get them. They are yours: show them to whom you like.
button-_packet = Yes, prepare my papers
agreed-hopes = Before surgery, on { $on }, you wrote what you hoped for: “{ $words }”
agreed-realistic = And this is what you had understood to be realistic: “{ $words }”
agreed-nothing = I have no words of yours from before surgery. { $surgeon } has the notes of what was agreed, and can go through them with you.
agreed-talk = Some of it may have come true, some may still change, some may not. { $surgeon } can go through it with you, point by point.
concern-wait = When shall I ask you again?
button-_2_weeks = In 2 weeks
button-_4_weeks = In 4 weeks
button-_visit = Around { $on }, the next planned look
concern-waits = Good. I ask you again on { $on }, { $name }. Your team has a note that you are waiting, and until when. If it weighs more before then, /concern is there at any hour.
complaint = You may complain, and it changes nothing about your care. This is how it goes at your clinic:
button-_write_complaint = Write my complaint now
concern-somebody = With whom would you like to talk?
button-_doctor = Another doctor of the clinic
button-_nurse = A nurse
button-_support = Somebody to talk to about how I feel
summary = This is what I would send to { $clinic }, in your name:
summary-bothers = What bothers me: { $what }
summary-words = In my words: “{ $words }”
summary-weight = How much it weighs: { $weight } of 10
summary-burden-life = How much it weighs: it keeps me from sleep, work or people
summary-burden-despair = How much it weighs: I can’t go on like this
summary-route-surgeon = I would like to hear from my surgeon.
summary-route-photo = I would like somebody to look at pictures with me and tell me what they see.
summary-route-policy = I would like to know what the clinic’s policy means for me.
summary-route-second_opinion = I would like a second opinion and the papers for it.
summary-route-complaint = I want to complain.
summary-route-somebody = I would like to talk with somebody other than my surgeon.
summary-route-distress = It weighs heavily on me.
button-_only_surgeon = Send it to my surgeon alone
button-_only_head = Send it to the head of complaints alone
sealed = Only { $reader } sees your words. The team sees that something of yours waits for { $reader }, and makes sure that it is read. Words that sound like danger go to everybody.
summary-ask = Shall I send it?
button-_send = Send it
button-_change = Add something
button-_keep = Don’t send it
concern-sent = Your team has it now, { $name }. On { $again } I ask you whether someone got in touch.
concern-sent-sealed = { $reader } has it now, { $name }. On { $again } I ask you whether someone got in touch.
concern-not-now = That is all right, { $name }. Your team knows, and somebody may get in touch all the same. On { $again } I ask you whether they did.
concern-kept = It stays with you, { $name }. Your team learns only that you are not happy and want no contact now, none of your words. I ask you again on { $on }; /concern is there before that, at any hour.
concern-kept-known = I send nothing more, { $name }. What your team knows already stays with them, and somebody may call you about it. I ask you again on { $on }; /concern is there before that, at any hour.
concern-words-kept = I have added this to what you told me.
concern-goes-on = Let us go on where we stopped:
concern-reminder = You began to tell me what bothers you, and it matters. I have told your team that you began, with your words, so that somebody can call you. If you like, go on here:
concern-lapsed = I close this question for now and have passed on what you told me. /concern opens it again at any time, and in two days I ask whether somebody got in touch.
concern-lapsed-distress = I have not heard from you, and I have asked { $clinic } again to call you. You need not write, and you can, at any hour. For talking there is { $line }, { $line_phone }; in danger { $emergency }; the clinic: { $phone }. /concern is there whenever you want it, and in two days I ask whether somebody got in touch.
concern-distress = { $name }, this sounds very heavy, and I am sorry. What would help most now is a person, not a list of things to choose from. Your team is told already. If you cannot bear it before they call, talk to somebody at once: { $line }, { $line_phone }.
concern-reach = How may they reach you?
button-_call_me = Please call me
button-_rather_write = I would rather write
button-_not_now = Not now
concern-offer = It sounds as if you are not happy with something. Shall we go through it together? It takes two minutes, and you choose what happens next.
concern-offer-unsure = I cannot tell from this how you feel about it, and you need not be sure yourself. Shall we go through it together? It takes two minutes, and you choose what happens next.
button-_talk = Yes, let us talk about it
button-_just_pass_on = No, just pass it on

## The healing stage

stage-before = Your surgery is on { $on }.
stage-day = Today is day { $day } after surgery. The result is usually judged between day { $start } and day { $end }.
stage-judged = For you that is between { $start } and { $end }. This says nothing about how much it matters to you now.
stage-visit = The next planned look by { $surgeon } is around { $on }; you can ask for an earlier one.
stage-no-visit = No further visit is planned, but { $surgeon } can see you when you ask.

## Two days later

closing-called = { $name }, you told us that something bothers you. Did somebody from { $clinic } get in touch?
button-_yes = Yes
button-_no = No, nobody
closing-feeling = And how do you feel about it now?
look-again = { $name }, you told me that something bothers you, and I said that I would ask you again. How do you feel about it now?
closing-told = Thank you for saying so. Your team knows it now too.
button-_better = Better
button-_same = The same
button-_worse = Worse
closing-better = I am glad, { $name }. If it comes back, /concern is always there, in a month or in ten years.
closing-nobody = I am sorry, { $name }, that you are still waiting. I have told { $clinic } again.
closing-again = On { $on } I ask you once more.
closing-route = You need not wait for a call: please phone { $phone } and say that you have asked several times. Another surgeon's opinion is your right, and with /concern you can also complain. I ask you again on { $on }.

## Changes

surgery-moved = { $name }, your surgery is now planned for { $on }. I have moved what was still to come.
episode-added = { $name }, I will also keep you company around this: { $procedure }, { $on }.
button-pressed-late = That question is closed. What waits now is further down.

## For staff, and for people whom the bot does not know

staff-hello = Hello { $staff }. You are on the staff list of { $clinic }, and alerts can reach you here. To answer a patient, reply to the alert's own message; press “I take it” to take it.
stranger-kept = I have passed your words on to { $clinic }. If it cannot wait, phone { $phone }; in danger call { $emergency }.
