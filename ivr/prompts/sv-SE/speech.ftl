# How amounts and dates are said. A number arrives as a count ($number-count) and as words, in both genders: ett öre
# ($number), en krona ($number-common).

speech-money = { $minor-count ->
    [0] { $major }
   *[other] { $major-count ->
        [0] { $minor }
       *[other] { $major } och { $minor }
    }
}
speech-minus = minus { $amount }

speech-major-SEK = { $number-common } { $number-count ->
    [one] krona
   *[other] kronor
}
speech-minor-SEK = { $number } öre

speech-major-NOK = { $number-common } { $number-count ->
    [one] norsk krona
   *[other] norska kronor
}
speech-minor-NOK = { $number } öre

speech-major-DKK = { $number-common } { $number-count ->
    [one] dansk krona
   *[other] danska kronor
}
speech-minor-DKK = { $number } öre

speech-major-EUR = { $number-common } euro
speech-minor-EUR = { $number-common } cent

# Percent: arton komma sjuttiofem. What follows the comma arrives digit by digit ($decimals) and as a number ($decimals-number).
speech-rate = { $decimals-count ->
    [0] { $whole-common } procent
   *[other] { $whole } komma { $decimals-number } procent
}

# $day is an ordinal: lördagen den tjugoåttonde november.
speech-date = { $weekday }en den { $day } { $month }

# $part is one of the day's: lördagen den tjugoåttonde november klockan två på eftermiddagen.
speech-hour = { $day } klockan { $hour } { $part }
