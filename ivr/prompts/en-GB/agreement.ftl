# The agreement on paper. The terms are those of directive (EU) 2023/2225.

agreement-title = Credit agreement
agreement-page = { $lender } · page { $page }

agreement-part-credit = The credit
agreement-lender = Creditor
agreement-borrower = Borrower
agreement-borrower-text = You, who applied for the credit
agreement-product = Product
agreement-kind = Type of credit
agreement-kind-text = Credit account without a fixed term
agreement-credit-limit = Credit limit
agreement-application = Application

agreement-part-cost = What the credit costs
agreement-nominal-rate = Nominal interest rate a year
agreement-effective-rate = Effective interest rate (APR)
agreement-monthly-fee = Monthly fee
agreement-reminder-fee = Reminder fee
agreement-total-cost = Total cost of the credit, example
agreement-total-payable = Total amount payable, example
agreement-example = In the example, and in the effective rate, the whole credit is used at once on the first day. It is paid back over a year in equal parts each month, together with interest and the monthly fee. Interest and fees are taken to stay as they are. The reminder fee is not included.

agreement-part-withdrawal = Right of withdrawal
agreement-withdrawal = You have the right to withdraw from the agreement for { $withdrawal-days } days from the day on which you sign it. You do not have to give a reason. Write to { $lender } or call within that time. What you have used of the credit is then to be paid back within 30 days, with interest for the time for which you had the money.

agreement-part-documents = Documents that belong to the agreement
agreement-standard-information = Standard European Consumer Credit Information
agreement-account-terms = Account terms
agreement-checksum = SHA-256: { $checksum }

# The names of files, with hyphens for spaces.
agreement-file = credit-agreement.pdf
agreement-standard-information-file = credit-information.pdf
agreement-account-terms-file = account-terms.pdf

agreement-part-signing = Signing
agreement-signing = What you sign is this very agreement. It is known by its checksum: if any of the terms above changes, the checksum becomes another one.
