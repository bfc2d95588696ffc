# What the line says, in the order of a call. Function first, then the key. Questions: about twenty words before the first option.

# Greeting and identifier: an entry, ended by hash.
welcome = Welcome to the credit line.
option-language = For English, press { $number }.
identifier = Key your personal number, twelve digits, or your customer number, then hash.
identifier-silent-1 = Take your time, I am listening.
identifier-silent-2 = I did not hear any keys. Your customer number stands on every letter from us.
identifier-unreadable-1 = I could not read that number. Please check it and key it once more.
identifier-unreadable-2 = I could not read that number. A personal number has twelve digits, birth year first. Press star to start over.
option-new-entry = If you are new here, press { $number }, then hash.
option-wrong-entry = If something is wrong with your account, press { $number }, then hash.
option-another-entry = If you call for somebody else or after a death, press { $number }, then hash.
option-person-entry = For a person, press { $number }, then hash.

# The one-time code: said of known and unknown people alike, so never that it comes for sure.
code-first = Thank you. If we can text your registered phone, a six-digit code is coming. Key it when it comes.
code-patient-2 = Take your time, I am waiting for the six digits.
code-patient-3 = I am still here. Key the six digits when they arrive. If no text comes, a person can help you.
code-resent = If we can text your registered phone, a new code is coming. Key the six digits of our newest text.
code-too-soon = A text message can take half a minute. Please wait a little, then key the six digits.
code-started-over = Starting over. Please key all six digits.
code-wrong-1 = That code did not match. Please key the six digits of the newest text message.
code-wrong-2 = That did not match either. Key the six digits of our newest text message slowly. This is the last try.
code-unreadable-1 = That was not six digits. Please key the six digits of the code.
code-unreadable-2 = That was not six digits. Key the six digits in our text message, one by one, without hash.
option-resend-entry = To ask for a new code, press { $number }, then hash.

# Everybody who is not verified, for whatever reason.
not-verified = We could not match what you keyed.
option-try-again = To try again, press { $number }.
option-offers = To hear our offers, press { $number }.

# Menus: one key acts.
menu-silent-1 = I did not hear a key.
menu-silent-2 = I did not hear a key. You can press one at any time, also while I am speaking.
menu-unreadable-1 = That key does nothing here.
menu-unreadable-2 = That key does nothing here. These are the keys that do.
option-again = To hear that again, press { $number }.
option-wrong = If something is wrong with your account, press { $number }.
option-identify = To key your number, press { $number }.
option-person = For a person, press { $number }.
option-text = To get this as a text, press { $number }.
option-more = For more about your account, press { $number }.
option-more-and-pay = For more about your account and how to pay, press { $number }.
option-more-of-application = For more about your application, press { $number }.
option-pay = To get a text message about how to pay, press { $number }.
option-end = To end the call, press { $number }.

# Back in the menu, with the text on its way.
texted = A text message is on its way to your registered phone.

# Offers, for everybody.
offers = These accounts are open for applications.
offers-none = No account is open for applications right now.
option-link = To get a link to apply as a text message, press { $number }.
linked = A text message with the link is on its way to the number that you are calling from.
no-number = I cannot text the number you call from. You can apply on our website, or with a person.
offer = { $title }: a credit of up to { $limit }, for { $fee } a month.

# A customer's figures.
thanks = Thank you.
account-closed = Your account is closed.
account-paying-down = Your account is cancelled, and you are paying it off.
arrears = From earlier bills, { $amount } is still to be paid. We can help.
available = You can spend { $amount }.
limit = Your limit is { $amount }.
due = Due on { $date }: { $amount }.
due-none = Nothing is due right now.
due-not-yet = Your first bill has not been made yet, so nothing is due.
balance = You have { $amount } left to pay.
balance-none = Nothing is left to pay.

# A customer who has an application, too.
also-applied-running = You also have an application with us.
also-applied-to-be-signed = You also have an application that waits for your signature.
option-application = For your application, press { $number }.
option-own-account = To go back to your account, press { $number }.

# More about an account, on request.
as-of = These figures are from { $day }.
balance-open = Of your credit you have used { $amount }.
cash = You can withdraw { $available } in cash, of { $limit }.
payment = On { $day } we received { $amount } from you.
registered = You are registered for our online services.
registered-not-yet = You are not registered for our online services yet.

# How an application stands.
applications = You have { $count } applications, newest first.
application-started = Your application for { $amount } is not complete. Go on where you started it, or ask a person.
application-ready-to-sign = Your application for { $amount } is granted and waits for your signature.
application-identity-pending = Your application for { $amount } waits until we have checked your identity. We write to you when that is done.
application-identity-failed = Your application for { $amount } had to stop: we could not check your identity. A person can help you on.
application-needs-a-person = Your application for { $amount } is nearly done. One of us goes through the last questions with you.
application-being-signed = Your agreement for { $amount } is being signed right now. It is done as soon as you have confirmed it.
application-signing-failed = The signing of your agreement for { $amount } did not go through. Nothing is lost, and you can sign again.
application-approved = Your application for { $amount } is granted, and your account is being opened.
application-rejected = We were not able to grant your application for { $amount }. A person can tell you more.
application-in-review = Your application for { $amount } is being looked at by one of us. We write to you when that is done.
application-expired = Your application for { $amount } was granted, but the time to sign it has run out. A person can help.
application-offer-closed = Your application for { $amount } cannot be signed by phone: its account is no longer offered. A person can help.
which-application = Which application is it about? Your newest one comes first.
option-this-application = For the application for { $amount }, press { $number }.
option-sign = To hear the terms and sign, press { $number }.

# More about an application, on request: what was checked, what is to be done next, and the rates.
kyc-initiated = Your identity has not been checked yet.
kyc-failed = We could not check your identity.
kyc-authenticated = Your identity has been checked.
next-started = Some of your answers are missing. You can give them where you started, or to one of us.
next-ready-to-sign = Only your signature is missing, and you can sign by phone.
next-identity-pending = There is nothing that you have to do. We write to you when you can sign.
next-identity-failed = One of us can help you on. Please have an identity document at hand.
next-needs-a-person = A few questions are left, and one of us goes through them with you. After that you can sign.
next-being-signed = Only your confirmation is missing, where you began to sign.
next-signing-failed = Only your signature is missing, and you can sign again by phone.
next-approved = Nothing is missing. We are opening your account.
next-rejected = One of us can tell you why, and what you can do now.
next-in-review = Nothing is missing from you. We write to you when we are done.
next-expired = One of us can help you to apply again.
next-offer-closed = One of us can help you to find another account.
rate-sar = The nominal interest rate is { $rate } a year.
rate-aer = With interest on the interest of each month, that comes to { $rate } a year.
rate-apr = The effective rate, with all costs, is { $rate }.

# The main terms, in two pages; no key that goes on is the key that agrees.
terms-agreement = Your agreement is for { $product }, a credit of { $amount }.
terms-rates = The nominal interest rate is { $nominal } a year. The effective rate, with all costs, is { $effective }.
terms-fees = The monthly fee is { $monthly }, and a reminder costs { $reminder }.
terms-documents = The full terms come to you by e-mail, and a text says so.
terms-cost = If you use the whole credit at once and pay it back over a year, it costs you { $cost }. You then pay { $total } in all.
terms-withdrawal = Once you have signed, you have the right to withdraw for { $days } days, without giving a reason.
option-terms-again = To hear the terms again, press { $number }.
option-go-on = To go on, press { $number }.

# An explicit yes, to these terms. Nothing else is one.
consent = Nothing is signed yet.
consent-silent-1 = I did not hear a key. Nothing is signed yet.
consent-silent-2 = I did not hear a key. Take your time: nothing is signed unless you agree and then key a code.
consent-unreadable-1 = That key does nothing here. Nothing is signed yet.
consent-unreadable-2 = That key does nothing here. Nothing is signed unless you agree and then key a code.
option-agree = If you agree and want to sign, press { $number }.
option-disagree = If not, press { $number }.
option-consent-again = To hear the terms again, press { $number }.
declined = That is quite all right. Nothing is signed, and you can think it over.

# The code that signs; all but its first words are those of any code.
signing-code = Thank you. A new code for this agreement is on its way. Key its six digits to sign.
signing-code-resent = A new code is on its way. Key its six digits to sign. The one before no longer counts.

# Signed: said only once it is so.
signed = Thank you. Your agreement is signed.
signed-account = Your new account ends in { $ending }.
signed-confirmation = A confirmation comes to you by text message and by e-mail.
signed-withdrawal = You can withdraw up to and including { $until }.
option-account = To hear how your account stands, press { $number }.

# Why an agreement cannot be signed now, and the way on.
cannot-sign-nothing-to-sign = No agreement waits for your signature right now.
cannot-sign-identity-pending = You can sign as soon as we have checked your identity. We write to you when that is done.
cannot-sign-identity-failed = We could not check your identity, so you cannot sign yet. Stay on the line, and a person will help you on.
cannot-sign-needs-a-person = One of us goes through the last questions with you before you sign. Stay on the line, and I connect you.
cannot-sign-in-review = One of us is still looking at your application. We write to you when you can sign.
cannot-sign-expired = The time to sign this agreement has run out. A person can help you to apply again.
cannot-sign-being-signed = Your agreement is being signed right now. It is done as soon as you have confirmed it.
cannot-sign-already-signed = Your agreement is signed already, so all is done.
cannot-sign-rejected = We were not able to grant this application. A person can tell you more.
cannot-sign-offer-closed = This account is no longer offered, so it cannot be signed by phone. A person can help you on.
cannot-sign-terms-changed = The terms have changed since you heard them, and nothing is signed. Please hear them once more before you decide.
cannot-sign-placed-by-us = This call came from us, and for your safety you sign only when you call. Please call us yourself: the number is on your letters.
cannot-sign-phone-changed = Your phone number is new to us, and for your safety we wait a little. You can sign from { $from }.
cannot-sign-not-by-keys = This agreement is signed with an electronic identification, not with keys. Stay on the line, and a person will help you.
option-changed-terms = To hear the terms as they are now, press { $number }.

# To a person.
transfer-asked = Please hold. I am connecting you to a person.
transfer-something-wrong = I am sorry to hear that. Please hold, one of our specialists will help you.
transfer-for-another = Thank you for calling us about this. Please hold, one of our specialists will help you with care.
transfer-not-understood = Let us do this together. Please hold, a person will help you.
transfer-no-code = Sometimes a code gets lost on its way. Please hold, a person will help you.
transfer-no-try-left = Please hold. A person will help you with this.
transfer-no-codes = I am not able to send a code right now. Please hold, a person will help you.
transfer-no-text = I am not able to send you a text right now. Please hold, a person will help you.
transfer-specialist = Thank you. Please hold, one of our specialists will talk with you.
transfer-failure = I am sorry, I cannot look that up right now. Please hold, a person will help you.
transfer-signing = Please hold. A person will help you with your agreement.
transfer-signing-unsure = I do not know yet whether your signature has reached us. Please hold, a person will look with you.
transfer-next = Please stay on the line. I am trying somebody else.

# Nobody took the call.
missed-busy = I am sorry, everybody is talking to somebody else right now.
missed-no-answer = I am sorry, nobody has answered.
missed-not-taken = I am sorry, nobody could take your call.
missed-failed = I am sorry, I could not reach anybody.
missed-no-number = I have no number on which I can call you back. I can try to reach somebody once more.
missed-no-call-back = I am sorry, I cannot note a call-back right now. I can try to reach somebody once more.
nobody-silent-1 = I did not hear a key.
nobody-silent-2 = I did not hear a key. If you want to wait for somebody, I try again.
nobody-unreadable-1 = That key does nothing here.
nobody-unreadable-2 = That key does nothing here. I can try to reach somebody once more.
option-call-back = To be called back, press { $number }.

# Endings.
goodbye-ended = Thank you for calling. Goodbye.
goodbye-talked = Thank you for calling. Goodbye.
goodbye-nobody = I am sorry that nobody could take your call. Please call again a little later. Goodbye.
goodbye-call-back = Thank you. Somebody will call the number that you are calling from. When we call, we never ask for a code. Goodbye.
goodbye-call-back-registered = Thank you. Somebody will call your registered phone. When we call, we never ask for a code. Goodbye.
goodbye-hung-up = Goodbye.

# What the agent hears, in five seconds.
whisper-verified = Credit line, verified.
whisper-not-verified = Credit line, not verified.
whisper-asked = Wants a person.
whisper-something-wrong = Something is wrong.
whisper-for-another = For another person.
whisper-not-understood = Needs help keying.
whisper-no-code = Got no code.
whisper-no-try-left = No try left.
whisper-no-codes = Codes are down.
whisper-no-text = No text left.
whisper-specialist = Needs a specialist.
whisper-failure = Look-up failed.
whisper-signing = Needs help to sign.
whisper-signing-unsure = Unclear if signed.
whisper-take = To take it, press { $number }.

# When nothing else works.
fault = I am sorry, something does not work on our side. Please hold, a person will help you.
