"""Synthetic centres to look at and to test with: invented people, numbers kept for fiction.

Every draw comes from a generator seeded with the set and its date, so that one date always gives
the same people, the same parcours and the same attendance.
"""
