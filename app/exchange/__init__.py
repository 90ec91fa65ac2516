"""Texts of a pack out to translators and back, as PO or XLIFF, without a byte touched that nobody changed."""
