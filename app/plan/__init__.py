"""Room of the citizen: the learning path made of trainings."""
