"""The cellar: every query, by subject. A store takes a session and gives records, never a row."""
