"""First floor: advises. From a distance between levels and a goal to a learning path that is proven and explained."""

from recommender.case import ORDER, PRECISION
from recommender.catalogue import Catalogue, Outcome, Training
from recommender.errors import ProblemsError
from recommender.intake import goal_from_record, learner_from_record, record_from_json
from recommender.needs import Goal, Learner, Need, needs_of
from recommender.offers import CatalogueIndex, index
from recommender.paths import plan
from recommender.plans import Constraints, Plan, Reason, Remaining, Step

__all__ = [
    "ORDER",
    "PRECISION",
    "Catalogue",
    "CatalogueIndex",
    "Constraints",
    "Goal",
    "Learner",
    "Need",
    "Outcome",
    "Plan",
    "ProblemsError",
    "Reason",
    "Remaining",
    "Step",
    "Training",
    "goal_from_record",
    "index",
    "learner_from_record",
    "needs_of",
    "plan",
    "record_from_json",
]
