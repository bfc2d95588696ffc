"""Languages: one folder each (BCP 47), with a manifest and the same messages in four Fluent files.

`call.ftl` holds what is said on the phone, `texts.ftl` what is written in text messages and e-mails, `agreement.ftl`
the agreement on paper, `speech.ftl` how amounts and dates are said. Grammar lives in these files; Python supplies words
and counts. `language.toml` brings the voice, the spelling of numbers and the manners of prompts.
"""
