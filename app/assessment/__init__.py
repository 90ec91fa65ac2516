"""Room of the citizen: from the start of a check to its result, kept by a link or erased."""
