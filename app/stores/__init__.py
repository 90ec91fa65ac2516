"""The cellar: every query of the product, by subject. A store takes a session first and gives records, never a row."""
