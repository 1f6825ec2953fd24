"""Readings of drivers in tables: an uploaded CSV file or workbook -> a plan to look at -> rows; and rows -> files."""
