"""Rows of files become observations of indicators: series and places are matched, codes assigned, duplicates dropped."""
