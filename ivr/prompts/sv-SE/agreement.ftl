# The agreement on paper. The terms are those of the Swedish consumer credit act (2010:1846).

agreement-title = Kreditavtal
agreement-page = { $lender } · sida { $page }

agreement-part-credit = Krediten
agreement-lender = Kreditgivare
agreement-borrower = Kredittagare
agreement-borrower-text = Du som har ansökt om krediten
agreement-product = Produkt
agreement-kind = Typ av kredit
agreement-kind-text = Kontokredit utan bestämd löptid
agreement-credit-limit = Kreditgräns
agreement-application = Ansökan

agreement-part-cost = Vad krediten kostar
agreement-nominal-rate = Kreditränta per år
agreement-effective-rate = Effektiv ränta
agreement-monthly-fee = Månadsavgift
agreement-reminder-fee = Påminnelseavgift
agreement-total-cost = Kreditkostnad, exempel
agreement-total-payable = Sammanlagt belopp att betala, exempel
agreement-example = I exemplet, och i den effektiva räntan, används hela krediten på en gång den första dagen. Den betalas tillbaka under ett år med lika stora delar varje månad, tillsammans med ränta och månadsavgift. Räntan och avgifterna antas vara oförändrade. Påminnelseavgiften är inte medräknad.

agreement-part-withdrawal = Ångerrätt
agreement-withdrawal = Du har ångerrätt i { $withdrawal-days } dagar från den dag då du signerar avtalet. Du behöver inte ange något skäl. Skriv till { $lender } eller ring inom den tiden. Det du har använt av krediten betalar du sedan tillbaka inom 30 dagar, med kreditränta för den tid du har haft pengarna.

agreement-part-documents = Handlingar som hör till avtalet
agreement-standard-information = Standardiserad europeisk konsumentkreditinformation
agreement-account-terms = Kontovillkor
agreement-checksum = SHA-256: { $checksum }

# The names of files, with hyphens for spaces.
agreement-file = kreditavtal.pdf
agreement-standard-information-file = kreditinformation.pdf
agreement-account-terms-file = kontovillkor.pdf

agreement-part-signing = Signering
agreement-signing = Det du signerar är just det här avtalet. Det känns igen på sin kontrollsumma: ändras något av villkoren ovan blir den en annan.
