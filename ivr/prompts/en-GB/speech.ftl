# How amounts and dates are said. A number arrives twice: as words ($number) and as a count ($number-count) to choose a form by.

speech-money = { $minor-count ->
    [0] { $major }
   *[other] { $major-count ->
        [0] { $minor }
       *[other] { $major } and { $minor }
    }
}
speech-minus = minus { $amount }

speech-major-SEK = { $number } { $number-count ->
    [one] krona
   *[other] kronor
}
speech-minor-SEK = { $number } öre

speech-major-NOK = { $number } Norwegian { $number-count ->
    [one] krone
   *[other] kroner
}
speech-minor-NOK = { $number } øre

speech-major-DKK = { $number } Danish { $number-count ->
    [one] krone
   *[other] kroner
}
speech-minor-DKK = { $number } øre

speech-major-EUR = { $number } { $number-count ->
    [one] euro
   *[other] euros
}
speech-minor-EUR = { $number } { $number-count ->
    [one] cent
   *[other] cents
}

# Percent: eighteen point seven five. What follows the point arrives digit by digit ($decimals) and as a number ($decimals-number).
speech-rate = { $decimals-count ->
    [0] { $whole } percent
   *[other] { $whole } point { $decimals } percent
}

# $day is an ordinal: Saturday the twenty-eighth of November.
speech-date = { $weekday } the { $day } of { $month }

# $part is one of the day's: Saturday the twenty-eighth of November at two in the afternoon.
speech-hour = { $day } at { $hour } { $part }
