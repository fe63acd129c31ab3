"""Reading catalogue files: CSV, XLSX and Icecat's JSON lines, all into one row shape.

``rows`` is that shape, ``csv_file``, ``xlsx_file`` and ``icecat`` read it, ``columns`` guesses which
column means what, ``checking`` turns a row into a draft or into errors, ``refused`` writes the rows to fix.
"""
