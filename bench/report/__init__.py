"""The measurement report, `docs/measurement.md` with its figures, made anew from simulation by one command."""
