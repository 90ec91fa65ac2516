"""The room of the frameworks: what each measures, its competences, its roles, and the official texts where imported."""
