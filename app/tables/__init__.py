"""Typed tables, a file per subject; only `app.stores` opens them."""

from app.tables.attempts import AnswerRow, AttemptRow, BankVersionRow, FolderRow
from app.tables.calibrations import CalibrationRow, ExposureRow
from app.tables.catalogues import CatalogueRow, MemberRow, TrainingRow
from app.tables.consents import ConsentRow
from app.tables.official_texts import OfficialTextRow
from app.tables.tag_decisions import TagDecisionRow
from app.tables.visits import BucketRow, WebSessionRow

__all__ = [
    "AnswerRow",
    "AttemptRow",
    "BankVersionRow",
    "BucketRow",
    "CalibrationRow",
    "CatalogueRow",
    "ConsentRow",
    "ExposureRow",
    "FolderRow",
    "MemberRow",
    "OfficialTextRow",
    "TagDecisionRow",
    "TrainingRow",
    "WebSessionRow",
]
