"""Official texts of frameworks: brought in whole, read by competence."""
