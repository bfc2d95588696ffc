# Text messages. A one-time code is the only bare six digits in any of them.

written-money = { $amount } { $currency ->
    [SEK] kr
   *[other] { $currency }
}

written-rate = { $rate } %

text-code = Din kod är { $code }. Knappa in den bara om det är du som har ringt Kreditlinjen. Vi frågar aldrig efter koden när vi ringer dig.
