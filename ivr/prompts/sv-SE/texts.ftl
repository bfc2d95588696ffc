# Text messages. A one-time code is the only bare six digits in any of them.

written-money = { $amount } { $currency ->
    [SEK] kr
   *[other] { $currency }
}

written-rate = { $rate } %

text-code = Din kod är { $code }. Knappa in den bara om det är du som har ringt Kreditlinjen. Vi frågar aldrig efter koden när vi ringer dig.
text-code-online = Din kod för Kreditlinjen på nätet är { $code }. Ange den bara där du själv har bett om den. Vi frågar aldrig efter den i telefon.
text-code-signing = Kod { $code } för att signera { $product } hos { $lender }, kredit { $amount }. Knappa in den bara om du själv ringt oss. Vi ber aldrig om den när vi ringer dig.
# What was told on the phone, in the words of the phone: after its sender.
text-from = { $lender }:
text-payment = Betala till bankgiro { $account } och ange OCR-nummer { $reference }.

text-link = { $lender }: här kan du ansöka om ett konto: { $url }

text-terms-sent = { $lender }: villkoren för { $product } är på väg till dig med e-post. Läs dem innan du signerar.
text-signed = Du har signerat { $product } hos { $lender }, kredit { $amount }. Ditt kontonummer slutar på { $account }. Du har ångerrätt till och med { $until }.
text-withdrawal = { $lender }: till och med { $until } kan du ångra ditt avtal om { $product }. Du behöver inte ange något skäl.

# E-mails: a subject, and a body in lines.
mail-terms-subject = Villkoren för { $product }, { $lender }
mail-terms-body =
    Här är villkoren för ditt kreditavtal om { $product } med { $lender }. Läs dem innan du signerar.

    Kreditgräns: { $amount }
    Kreditränta: { $nominal-rate } per år
    Effektiv ränta: { $effective-rate }
    Månadsavgift: { $monthly-fee }
    Påminnelseavgift: { $reminder-fee }
    Kreditkostnad: { $total-cost }
    Sammanlagt belopp att betala: { $total-payable }

    Kreditkostnaden, det sammanlagda beloppet och den effektiva räntan är ett exempel: hela krediten används på en gång och betalas tillbaka med lika stora delar varje månad under ett år.

    När du har signerat har du ångerrätt i { $withdrawal-days } dagar. Du behöver inte ange något skäl.

    Kreditavtalet och dess handlingar är bifogade. Inget signeras genom det här meddelandet.

    { $lender }
mail-signed-subject = Du har signerat { $product }, { $lender }
mail-signed-body =
    Du har signerat ditt kreditavtal om { $product } med { $lender }.

    Kreditgräns: { $amount }
    Kreditränta: { $nominal-rate } per år
    Effektiv ränta: { $effective-rate }
    Sammanlagt belopp att betala enligt avtalets exempel: { $total-payable }
    Ditt kontonummer slutar på: { $account }

    Du har ångerrätt till och med { $until } och behöver inte ange något skäl. Skriv till oss eller ring oss om du vill ångra avtalet.

    Om det inte var du som signerade, ring oss genast. Kreditavtalet är bifogat.

    { $lender }
mail-withdrawal-subject = Din ångerrätt för { $product }, { $lender }
mail-withdrawal-body =
    Du har ångerrätt för ditt kreditavtal om { $product } med { $lender }, kreditgräns { $amount }, till och med { $until }. Du behöver inte ange något skäl.

    Om du vill ångra avtalet, skriv till oss eller ring oss senast den dagen. Det du har använt av krediten betalar du sedan tillbaka med ränta inom 30 dagar.

    Om du vill behålla kontot behöver du inte göra något. Kontonumret slutar på { $account }.

    { $lender }
