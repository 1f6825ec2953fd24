"""FOCUS files in, FOCUS 1.3 allocated rows out. Files only: no Django, no database, no settings.

file        -> table      tables.py      header and rows of text, from CSV, gzip and Parquet
header      -> layout     layout.py      which column is the cost, the day, a dimension, a tag, a metric
row         -> charge     charges.py     one line of the bill: its day, currency, series and cost
charges     -> months     months.py      first pass: added up per month, currency, series and day
months      -> allocated  engine         who pays
row, month  -> rows       rows.py        second pass: every row once per team that carries part of it
rows        -> file       output.py      whole or not at all
months      -> text       summary.py, explanation.py
"""
