"""Offline: from many people's answers to the numbers of items and of the prior; never imported while a page is served.

SciPy is allowed here and nowhere else on this floor.
"""
