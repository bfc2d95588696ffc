# Text messages. A one-time code is the only bare six digits in any of them.

written-money = { $amount } { $currency ->
    [SEK] kr
   *[other] { $currency }
}

written-rate = { $rate }%

text-code = Code { $code } for your call to the credit line. Key it in only if you called us. We never ask for it when we call you.
text-code-online = Code { $code } for the credit line online. Enter it only where you asked for it yourself. We never ask for it on the phone.
text-code-signing = Code { $code } to sign { $product } with { $lender }, credit { $amount }. Key it in only if you called us. We never ask for it when we call you.
# What was told on the phone, in the words of the phone: after its sender.
text-from = { $lender }:
text-payment = Pay to bankgiro { $account }, with the reference { $reference }.

text-link = { $lender }: here you can apply for an account: { $url }

text-terms-sent = { $lender }: the terms of { $product } are on their way to you by e-mail. Please read them before you sign.
text-signed = You have signed { $product } with { $lender }, credit { $amount }. Your account ends in { $account }. You can withdraw until { $until }.
text-withdrawal = { $lender }: until { $until } you can withdraw from your agreement for { $product }, without giving a reason.

# E-mails: a subject, and a body in lines.
mail-terms-subject = The terms of { $product }, { $lender }
mail-terms-body =
    These are the terms of your credit agreement for { $product } with { $lender }. Please read them before you sign.

    Credit limit: { $amount }
    Nominal interest rate: { $nominal-rate } a year
    Effective interest rate (APR): { $effective-rate }
    Monthly fee: { $monthly-fee }
    Reminder fee: { $reminder-fee }
    Total cost of the credit: { $total-cost }
    Total amount payable: { $total-payable }

    The total amounts and the effective rate are an example: the whole credit is used at once and paid back in equal monthly parts over a year.

    Once you have signed, you have the right to withdraw from the agreement for { $withdrawal-days } days, without giving a reason.

    The agreement and its documents are attached. Nothing is signed by this e-mail.

    { $lender }
mail-signed-subject = You have signed { $product }, { $lender }
mail-signed-body =
    You have signed your credit agreement for { $product } with { $lender }.

    Credit limit: { $amount }
    Nominal interest rate: { $nominal-rate } a year
    Effective interest rate (APR): { $effective-rate }
    Total amount payable in the example of the agreement: { $total-payable }
    Your account number ends in: { $account }

    You have the right to withdraw from the agreement up to and including { $until }, without giving a reason. Write to us or call us if you want to.

    If it was not you who signed, please call us at once. The agreement is attached.

    { $lender }
mail-withdrawal-subject = Your right to withdraw from { $product }, { $lender }
mail-withdrawal-body =
    You have the right to withdraw from your credit agreement for { $product } with { $lender }, credit limit { $amount }, up to and including { $until }. You do not have to give a reason.

    If you want to withdraw, write to us or call us by then. What you have used of the credit is to be paid back with its interest within 30 days.

    If you want to keep your account, you do not have to do anything. Its number ends in { $account }.

    { $lender }
