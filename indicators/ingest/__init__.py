"""Make observations of the rows of files.

Series and places are matched, categories encoded, values converted, duplicates dropped.
"""
