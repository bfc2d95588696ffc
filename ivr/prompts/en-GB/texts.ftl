# Text messages. A one-time code is the only bare six digits in any of them.

written-money = { $amount } { $currency ->
    [SEK] kr
   *[other] { $currency }
}

written-rate = { $rate }%

text-code = Code { $code } for your call to the credit line. Key it in only if you called us. We never ask for it when we call you.
