# What the line says, in the order of a call. Function first, then the key. Questions: about twenty words before the first option.

# Greeting and identifier: an entry, ended by hash.
welcome = Välkommen till Kreditlinjen.
option-language = För svenska, tryck { $number }.
identifier = Knappa in ditt personnummer med tolv siffror, eller ditt kundnummer. Avsluta med fyrkant.
identifier-silent-1 = Ta den tid du behöver, jag lyssnar.
identifier-silent-2 = Jag hörde inga knappar. Ditt kundnummer står på alla brev från oss.
identifier-unreadable-1 = Jag kunde inte läsa av numret. Titta på det igen och knappa in det en gång till.
identifier-unreadable-2 = Jag kunde inte läsa av numret. Personnumret har tolv siffror och börjar med födelseåret. Tryck stjärna för att börja om.
option-new-entry = Om du är ny hos oss, tryck { $number }, sedan fyrkant.
option-wrong-entry = Om något inte stämmer med ditt konto, tryck { $number }, sedan fyrkant.
option-another-entry = Om du ringer för någon annan eller efter ett dödsfall, tryck { $number }, sedan fyrkant.
option-person-entry = För att prata med en medarbetare, tryck { $number }, sedan fyrkant.

# The one-time code: said of known and unknown people alike, so never that it comes for sure.
code-first = Tack. Om vi kan nå ditt mobilnummer får du en sexsiffrig kod som sms. Knappa in den när den kommer.
code-patient-2 = Ta den tid du behöver. Jag väntar på de sex siffrorna.
code-patient-3 = Jag är kvar. Knappa in de sex siffrorna när de kommer. Kommer inget sms kan en medarbetare hjälpa dig.
code-resent = Om vi kan nå ditt mobilnummer får du en ny kod. Knappa in de sex siffrorna i vårt senaste sms.
code-too-soon = Ett sms kan dröja en halv minut. Vänta lite och knappa sedan in de sex siffrorna.
code-started-over = Vi börjar om. Knappa in alla sex siffrorna.
code-wrong-1 = Koden stämde inte. Knappa in de sex siffrorna i ditt senaste sms från oss.
code-wrong-2 = Koden stämde inte nu heller. Läs vårt senaste sms och knappa in de sex siffrorna långsamt. Ett försök är kvar.
code-unreadable-1 = Det var inte sex siffror. Knappa in de sex siffrorna i koden.
code-unreadable-2 = Det var inte sex siffror. Koden står i vårt sms. Knappa in siffrorna en i taget, utan fyrkant.
option-resend-entry = För att be om en ny kod, tryck { $number }, sedan fyrkant.

# Everybody who is not verified, for whatever reason.
not-verified = Vi kunde tyvärr inte bekräfta vem du är.
option-try-again = För att försöka igen, tryck { $number }.
option-offers = För att höra våra erbjudanden, tryck { $number }.

# Menus: one key acts.
menu-silent-1 = Jag hörde ingen knapp.
menu-silent-2 = Jag hörde ingen knapp. Du kan trycka när som helst, även medan jag pratar.
menu-unreadable-1 = Den knappen används inte här.
menu-unreadable-2 = Den knappen används inte här. Du kan välja mellan de här.
option-again = För att höra det igen, tryck { $number }.
option-wrong = Om något inte stämmer med ditt konto, tryck { $number }.
option-identify = För att knappa in ditt nummer, tryck { $number }.
option-person = För att prata med en medarbetare, tryck { $number }.
option-text = För detta som sms, tryck { $number }.
option-more = För mer om ditt konto, tryck { $number }.
option-more-and-pay = För mer om konto och betalning, tryck { $number }.
option-more-of-application = För mer om din ansökan, tryck { $number }.
option-pay = För att få ett sms om hur du betalar, tryck { $number }.
option-end = För att avsluta samtalet, tryck { $number }.

# Back in the menu, with the text on its way.
texted = Ett sms är på väg till din registrerade telefon.

# Offers, for everybody.
offers = De här kontona kan du ansöka om.
offers-none = Just nu finns det inget konto att ansöka om.
option-link = För att få en länk till ansökan som sms, tryck { $number }.
linked = Ett sms med länken är på väg till numret som du ringer från.
no-number = Jag kan inte skicka sms till numret du ringer från. Ansök gärna på vår webbplats eller med en medarbetare.
offer = { $title }: en kredit på upp till { $limit }, för { $fee } i månaden.

# A customer's figures.
thanks = Tack.
account-closed = Ditt konto är avslutat.
account-paying-down = Ditt konto är uppsagt, och du betalar av det som är kvar.
arrears = Från tidigare fakturor återstår { $amount } att betala. Vi hjälper dig gärna att hitta en lösning.
available = Du har { $amount } kvar att använda.
limit = Din kreditgräns är { $amount }.
due = Din nästa betalning är på { $amount } och förfaller { $date }.
due-none = Just nu har du inget att betala.
due-not-yet = Din första faktura är inte klar än, så just nu har du inget att betala.
balance = Du har { $amount } kvar att betala.
balance-none = Du har inget kvar att betala.

# A customer who has an application, too.
also-applied-running = Du har också en ansökan hos oss.
also-applied-to-be-signed = Du har också en ansökan som väntar på att du signerar.
option-application = För din ansökan, tryck { $number }.
option-own-account = För att gå tillbaka till ditt konto, tryck { $number }.

# More about an account, on request.
as-of = Uppgifterna är från { $day }.
balance-open = Du har använt { $amount } av din kredit.
cash = Du kan ta ut { $available } kontant, av { $limit }.
payment = Vi fick { $amount } av dig { $day }.
registered = Du är registrerad för våra tjänster på nätet.
registered-not-yet = Du är inte registrerad för våra tjänster på nätet än.

# How an application stands.
applications = Du har { $count } ansökningar. Den senaste kommer först.
application-started = Din ansökan om { $amount } är inte klar. Fortsätt där du började, eller ta hjälp av en medarbetare.
application-ready-to-sign = Din ansökan om { $amount } är beviljad och väntar på att du signerar.
application-identity-pending = Din ansökan om { $amount } väntar på att vi kontrollerar din identitet. Vi skriver till dig när det är klart.
application-identity-failed = Din ansökan om { $amount } har stannat, eftersom vi inte kunde kontrollera din identitet. En medarbetare kan hjälpa dig vidare.
application-needs-a-person = Din ansökan om { $amount } är nästan klar. En medarbetare går igenom de sista frågorna med dig innan du signerar.
application-being-signed = Ditt avtal på { $amount } signeras just nu. Det är klart så snart du har bekräftat det.
application-signing-failed = Signeringen av ditt avtal på { $amount } blev inte klar. Inget har gått förlorat, och du kan signera på nytt.
application-approved = Din ansökan om { $amount } är beviljad, och vi öppnar ditt konto.
application-rejected = Vi kunde inte bevilja din ansökan om { $amount }. En medarbetare kan berätta mer.
application-in-review = Din ansökan om { $amount } granskas av en medarbetare. Vi skriver till dig när det är klart.
application-expired = Din ansökan om { $amount } blev beviljad, men tiden för att signera har gått ut. En medarbetare kan hjälpa dig vidare.
application-offer-closed = Din ansökan om { $amount } går inte att signera på telefon, eftersom kontot inte längre erbjuds. En medarbetare kan hjälpa dig vidare.
which-application = Vilken ansökan gäller det? Den senaste kommer först.
option-this-application = För ansökan om { $amount }, tryck { $number }.
option-sign = För att höra villkoren och signera, tryck { $number }.

# More about an application, on request: what was checked, what is to be done next, and the rates.
kyc-initiated = Din identitet är inte kontrollerad än.
kyc-failed = Vi kunde inte kontrollera din identitet.
kyc-authenticated = Din identitet är kontrollerad.
next-started = Några uppgifter saknas. Du kan lämna dem där du började, eller till en medarbetare.
next-ready-to-sign = Det enda som saknas är att du signerar, och det kan du göra på telefon.
next-identity-pending = Du behöver inte göra något. Vi skriver till dig när du kan signera.
next-identity-failed = En medarbetare kan hjälpa dig vidare. Ha gärna en giltig legitimation till hands.
next-needs-a-person = Några frågor återstår, och dem går en medarbetare igenom med dig. Sedan kan du signera.
next-being-signed = Det enda som saknas är att du bekräftar, där du började signera.
next-signing-failed = Det enda som saknas är att du signerar, och det kan du göra på nytt på telefon.
next-approved = Inget saknas. Vi öppnar ditt konto.
next-rejected = En medarbetare kan berätta varför, och vad du kan göra nu.
next-in-review = Du behöver inte göra något. Vi skriver till dig när granskningen är klar.
next-expired = En medarbetare kan hjälpa dig att ansöka på nytt.
next-offer-closed = En medarbetare kan hjälpa dig att hitta ett annat konto.
rate-sar = Den nominella räntan är { $rate } per år.
rate-aer = Med ränta på varje månads ränta blir det { $rate } per år.
rate-apr = Den effektiva räntan, med alla kostnader, är { $rate }.

# The main terms, in two pages; no key that goes on is the key that agrees.
terms-agreement = Kreditavtalet gäller { $product }, med en kredit på { $amount }.
terms-rates = Krediträntan är { $nominal } om året. Den effektiva räntan, med alla kostnader inräknade, är { $effective }.
terms-fees = Månadsavgiften är { $monthly }, och en påminnelse kostar { $reminder }.
terms-documents = Alla villkor kommer till dig med e-post, och du får ett sms om det.
terms-cost = Om du använder hela krediten på en gång och betalar tillbaka den på ett år, kostar den dig { $cost }. Sammanlagt betalar du då { $total }.
terms-withdrawal = När du har signerat har du ångerrätt i { $days } dagar. Du behöver inte ange något skäl.
option-terms-again = För att höra villkoren igen, tryck { $number }.
option-go-on = För att gå vidare, tryck { $number }.

# An explicit yes, to these terms. Nothing else is one.
consent = Ännu är inget signerat.
consent-silent-1 = Jag hörde ingen knapp. Ännu är inget signerat.
consent-silent-2 = Jag hörde ingen knapp. Ta den tid du behöver. Inget signeras förrän du godkänner och knappar in en kod.
consent-unreadable-1 = Den knappen används inte här. Ännu är inget signerat.
consent-unreadable-2 = Den knappen används inte här. Inget signeras förrän du godkänner och knappar in en kod.
option-agree = Om du godkänner villkoren och vill signera, tryck { $number }.
option-disagree = Om du inte vill signera, tryck { $number }.
option-consent-again = För att höra villkoren igen, tryck { $number }.
declined = Det går bra. Inget är signerat, och du kan fundera i lugn och ro.

# The code that signs; all but its first words are those of any code.
signing-code = Tack. En ny kod för det här avtalet är på väg. Knappa in de sex siffrorna för att signera.
signing-code-resent = En ny kod är på väg. Den förra gäller inte längre. Knappa in de sex siffrorna för att signera.

# Signed: said only once it is so.
signed = Tack. Ditt kreditavtal är signerat.
signed-account = Ditt nya kontonummer slutar på { $ending }.
signed-confirmation = Du får en bekräftelse med sms och e-post.
signed-withdrawal = Du har ångerrätt till och med { $until }.
option-account = För att höra hur det ser ut på ditt konto, tryck { $number }.

# Why an agreement cannot be signed now, and the way on.
cannot-sign-nothing-to-sign = Just nu har du inget avtal att signera.
cannot-sign-identity-pending = Du kan signera så snart vi har kontrollerat din identitet. Vi skriver till dig när det är klart.
cannot-sign-identity-failed = Vi kunde inte kontrollera din identitet, så du kan inte signera än. Vänta kvar, så hjälper en medarbetare dig vidare.
cannot-sign-needs-a-person = En medarbetare går igenom de sista frågorna med dig innan du signerar. Vänta kvar, så kopplar jag dig.
cannot-sign-in-review = En medarbetare granskar fortfarande din ansökan. Vi skriver till dig när du kan signera.
cannot-sign-expired = Tiden för att signera det här avtalet har gått ut. En medarbetare kan hjälpa dig att ansöka på nytt.
cannot-sign-being-signed = Ditt avtal signeras just nu. Det är klart så snart du har bekräftat det.
cannot-sign-already-signed = Ditt avtal är redan signerat, så allt är klart.
cannot-sign-rejected = Vi kunde inte bevilja den här ansökan. En medarbetare kan berätta mer.
cannot-sign-offer-closed = Det här kontot erbjuds inte längre och går därför inte att signera på telefon. En medarbetare kan hjälpa dig vidare.
cannot-sign-terms-changed = Villkoren har ändrats sedan du hörde dem, och inget är signerat. Lyssna på dem en gång till innan du bestämmer dig.
cannot-sign-placed-by-us = Det var vi som ringde upp, och för din säkerhet signerar du bara när du ringer oss. Vårt nummer står på dina brev.
cannot-sign-phone-changed = Ditt telefonnummer är nytt hos oss, och för din säkerhet väntar vi lite. Du kan signera från { $from }.
cannot-sign-not-by-keys = Det här avtalet signeras med e-legitimation och inte med knapparna. Vänta kvar, så hjälper en medarbetare dig.
option-changed-terms = För att höra villkoren som de är nu, tryck { $number }.

# To a person.
transfer-asked = Ett ögonblick. Jag kopplar dig till en medarbetare.
transfer-something-wrong = Det var tråkigt att höra. Ett ögonblick, så hjälper en av våra specialister dig.
transfer-for-another = Tack för att du hör av dig. Ett ögonblick, så tar en av våra specialister hand om det tillsammans med dig.
transfer-not-understood = Vi gör det här tillsammans. Ett ögonblick, så hjälper en medarbetare dig.
transfer-no-code = Ibland kommer en kod inte fram. Ett ögonblick, så hjälper en medarbetare dig.
transfer-no-try-left = Ett ögonblick. En medarbetare hjälper dig med det här.
transfer-no-codes = Tyvärr kan jag inte skicka någon kod just nu. Ett ögonblick, så hjälper en medarbetare dig.
transfer-no-text = Tyvärr kan jag inte skicka något sms till dig just nu. Ett ögonblick, så hjälper en medarbetare dig.
transfer-specialist = Tack. Ett ögonblick, så får du prata med en av våra specialister.
transfer-failure = Tyvärr kan jag inte se det just nu. Ett ögonblick, så hjälper en medarbetare dig.
transfer-signing = Ett ögonblick. En medarbetare hjälper dig med ditt avtal.
transfer-signing-unsure = Jag vet inte än om din signering har kommit fram. Ett ögonblick, så tittar en medarbetare på det med dig.
transfer-next = Vänta kvar i luren. Jag försöker nå någon annan.

# Nobody took the call.
missed-busy = Tyvärr sitter alla i andra samtal just nu.
missed-no-answer = Tyvärr var det ingen som svarade.
missed-not-taken = Tyvärr kunde ingen ta ditt samtal.
missed-failed = Tyvärr kunde jag inte nå någon.
missed-no-number = Jag har inget nummer som jag kan ringa upp dig på. Jag kan försöka nå någon en gång till.
missed-no-call-back = Tyvärr kan jag inte ordna att någon ringer upp just nu. Jag kan försöka nå någon en gång till.
nobody-silent-1 = Jag hörde ingen knapp.
nobody-silent-2 = Jag hörde ingen knapp. Om du vill prata med någon kan jag försöka igen.
nobody-unreadable-1 = Den knappen används inte här.
nobody-unreadable-2 = Den knappen används inte här. Jag kan försöka nå någon en gång till.
option-call-back = För att bli uppringd, tryck { $number }.

# Endings.
goodbye-ended = Tack för att du ringde. Hej då.
goodbye-talked = Tack för att du ringde. Hej då.
goodbye-nobody = Tyvärr kunde ingen ta ditt samtal. Ring gärna igen om en stund. Hej då.
goodbye-call-back = Tack. Någon ringer upp dig på numret du ringer från. När vi ringer frågar vi aldrig efter någon kod. Hej då.
goodbye-call-back-registered = Tack. Någon ringer upp dig på din registrerade telefon. När vi ringer frågar vi aldrig efter någon kod. Hej då.
goodbye-hung-up = Hej då.

# What the agent hears, in five seconds.
whisper-verified = Kreditlinjen, verifierad.
whisper-not-verified = Kreditlinjen, inte verifierad.
whisper-asked = Vill prata med någon.
whisper-something-wrong = Något stämmer inte.
whisper-for-another = Ringer för någon annan.
whisper-not-understood = Behöver hjälp att knappa.
whisper-no-code = Fick ingen kod.
whisper-no-try-left = Inga försök kvar.
whisper-no-codes = Inga koder går ut.
whisper-no-text = Inga fler sms.
whisper-specialist = Behöver en specialist.
whisper-failure = Systemet svarade inte.
whisper-signing = Behöver hjälp att signera.
whisper-signing-unsure = Oklart om avtalet är signerat.
whisper-take = För att svara, tryck { $number }.

# When nothing else works.
fault = Tyvärr är det något som inte fungerar hos oss. Ett ögonblick, så hjälper en medarbetare dig.
