"""Figures from a lender's core system: files of people, accounts and applications, written into the tables.

Rows are read and checked one after another, sealed, and staged in a temporary table of the database itself, so that
memory stays flat and nothing personal lies about in the clear. What only the whole file can tell (a number given twice)
is asked of that table. One transaction at the end writes all that is new or changed.
"""
