"""The timetable: who does what when, day by day, for the year that the playbook is written for.

Pure functions: a playbook, its calendar and its team in, occurrences, loads and conflicts out.
"""
