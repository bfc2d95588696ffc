"""Wording: one folder per language (BCP 47), each with the same messages in three Fluent files.

`call.ftl` holds what is said on the phone, `texts.ftl` what is written in text messages, `speech.ftl` how amounts and
dates are said. Grammar lives in these files; Python supplies words and counts. A language is added by its folder.
"""
