"""What programs get, as the description tells it; the tests hold the answers against it."""

from typing import Any

from marshmallow import INCLUDE, Schema, fields


def _text(**given: Any) -> fields.String:  # noqa: ANN401  (field options)
    return fields.String(required=True, **given)


def _number(**given: Any) -> fields.Float:  # noqa: ANN401  (field options)
    return fields.Float(required=True, **given)


def _whole(**given: Any) -> fields.Integer:  # noqa: ANN401  (field options)
    return fields.Integer(required=True, strict=True, **given)


def _day(**given: Any) -> fields.Date:  # noqa: ANN401  (field options)
    return fields.Date(required=True, format="iso", **given)


def _week() -> fields.Raw:
    return fields.Raw(required=True, metadata={"type": ["string", "integer"]})


class Refused(Schema):
    """Why a request was not met; `errors` holds sentences by field."""

    code = _text()
    message = _text()
    errors = fields.Dict(required=True)


class AreaName(Schema):
    """An area of competences."""

    code = _text()
    name = _text()
    competences = fields.List(fields.String(), required=True)


class CompetenceName(Schema):
    """A competence with one plain sentence."""

    code = _text()
    area = _text()
    name = _text()
    description = _text()
    levels = fields.List(fields.Integer(), required=True)
    levels_status = _text()


class BandReply(Schema):
    """A level within a competence: what it means, and what comes next."""

    level = _text()
    means = _text()
    next = _text()


class OfficialTextReply(Schema):
    """An official sentence, in the language in which it was published; there only where an operator imported it."""

    kind = _text()
    code = _text()
    level = _text()
    facet = _text()
    ai = _text()
    language = _text()
    text = _text()


class ElsewhereReply(Schema):
    """A competence, area or level of another framework, how it is related, and how sure that is."""

    framework = _text()
    code = _text()
    relation = _text()
    state = _text()


class CompetenceReply(CompetenceName):
    """A competence with what its levels mean, the official texts and what it answers to in other frameworks."""

    bands = fields.List(fields.Nested(BandReply), required=True)
    official = fields.List(fields.Nested(OfficialTextReply), required=True)
    elsewhere = fields.List(fields.Nested(ElsewhereReply), required=True)


class DemandReply(Schema):
    """A level that a role asks, and how sure that is."""

    competence = _text()
    level = _whole()
    state = _text()


class RoleReply(Schema):
    """A role profile in the asked language; `origin` is a key of the pack's sources."""

    id = _text()
    framework = _text()
    purpose = _text()
    origin = _text()
    state = _text()
    name = _text()
    reason = _text()
    demands = fields.List(fields.Nested(DemandReply), required=True)


class RolesReply(Schema):
    """The role profiles of a framework."""

    roles = fields.List(fields.Nested(RoleReply), required=True)


class CrossingReply(Schema):
    """Two codes that belong together, how, and how sure that is."""

    start = _text(data_key="from")
    end = _text(data_key="to")
    relation = _text()
    state = _text()


class CrosswalkReply(Schema):
    """Which codes of one framework answer to those of another."""

    start = _text(data_key="from")
    end = _text(data_key="to")
    crossings = fields.List(fields.Nested(CrossingReply), required=True)


class LevelName(Schema):
    """A named level; `start` is its first numbered level."""

    code = _text()
    name = _text()
    start = _whole()


class FrameworkReply(Schema):
    """A framework in the asked language; `name_status` says where its names come from."""

    id = _text()
    family = _text()
    version = _text()
    language = _text()
    name = _text()
    name_status = _text()
    audience = _text()
    purposes = fields.List(fields.String(), required=True)
    items = _whole()
    below = _text()
    top = _whole()
    areas = fields.List(fields.Nested(AreaName), required=True)
    competences = fields.List(fields.Nested(CompetenceName), required=True)
    levels = fields.List(fields.Nested(LevelName), required=True)


class FrameworksReply(Schema):
    """All frameworks."""

    frameworks = fields.List(fields.Nested(FrameworkReply), required=True)


class PrecisionReply(Schema):
    """How reliable results are in a `group` (an area, a language, empty for all); `error` in standard deviations.

    `alpha` and `omega` by kind of item.
    """

    group = _text()
    persons = _whole(allow_none=True)
    reliability = _number(allow_none=True)
    error = _number(allow_none=True)
    alpha = fields.Dict(keys=fields.String(), values=fields.Float(allow_none=True), required=True)
    omega = fields.Dict(keys=fields.String(), values=fields.Float(allow_none=True), required=True)


class ItemQualityReply(Schema):
    """What answers say of an item; null where fewer than ten people stand behind it."""

    item = _text()
    competence = _text()
    kind = _text()
    status = _text()
    answers = _whole(allow_none=True)
    exposure = _number(allow_none=True)
    item_rest = _number(allow_none=True)
    flags = fields.List(fields.String(), required=True)


class FindingsReply(Schema):
    """What the newest calibration found; people and answers are rounded to tens."""

    made_at = _text()
    in_use = fields.Boolean(required=True)
    persons = _whole()
    answers = _whole()
    settled = fields.Boolean(required=True)
    statuses = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    everybody = fields.Nested(PrecisionReply, required=True, allow_none=True)
    areas = fields.List(fields.Nested(PrecisionReply), required=True)
    languages = fields.List(fields.Nested(PrecisionReply), required=True)
    too_few = fields.List(fields.String(), required=True)
    highest_exposure = _number(allow_none=True)
    items = fields.List(fields.Nested(ItemQualityReply), required=True)


class QualityReply(Schema):
    """How many items count today, how many of them with calibrated numbers, and what was found if anything."""

    framework = _text()
    items = _whole()
    calibrated = _whole()
    provisional = fields.Boolean(required=True)
    findings = fields.Nested(FindingsReply, required=True, allow_none=True)


class ItemReply(Schema):
    """An item to answer, without its key; a statement's options are its steps from low to high."""

    id = _text()
    competence = _text()
    kind = _text()
    format = _text(allow_none=True)
    stem = _text()
    options = fields.List(fields.String(), required=True)
    exhibit = fields.Dict(required=True, allow_none=True)


class ProgressReply(Schema):
    """How far an assessment is."""

    answered = _whole()
    least = _whole()
    most = _whole()


class NextReply(Schema):
    """The item asked next, null when nothing is left to ask."""

    next = fields.Nested(ItemReply, required=True, allow_none=True)
    progress = fields.Nested(ProgressReply, required=True)


class BegunReply(NextReply):
    """A new assessment; `token` is the bearer for what follows and is told only here."""

    id = _text()
    token = _text()


class AnswerReply(Schema):
    """An answer that is kept."""

    item = _text()
    response = fields.Raw(required=True, allow_none=True)


class StateReply(NextReply):
    """How an assessment stands."""

    id = _text()
    framework = _text()
    language = _text()
    route = _text()
    role = _text(allow_none=True)
    scope = fields.List(fields.String(), required=True)
    finished = fields.Boolean(required=True)
    answers = fields.List(fields.Nested(AnswerReply), required=True)


class TrainingReply(Schema):
    """A published training; texts by language, null or empty where not known."""

    id = _text()
    member = _text()
    demonstration = fields.Boolean(required=True)
    title = fields.Dict(required=True)
    description = fields.Dict(required=True)
    url = _text()
    provider = _text()
    language = _text()
    mode = _text()
    place = _text()
    postal_code = _text()
    region = _text()
    start = _text(allow_none=True)
    end = _text(allow_none=True)
    hours = _number(allow_none=True)
    price_eur = _text(allow_none=True)
    audience = fields.List(fields.String(), required=True)
    outcomes = fields.List(fields.Dict(), required=True)
    requires = fields.List(fields.Dict(), required=True)
    certificate = _text()
    accessibility = fields.List(fields.String(), required=True)
    funding = fields.List(fields.String(), required=True)
    capacity = _whole(allow_none=True)
    last_checked = _text(allow_none=True)
    group = _text()


class TrainingsReply(Schema):
    """A page of the published offer."""

    trainings = fields.List(fields.Nested(TrainingReply), required=True)
    page = _whole()
    pages = _whole()
    total = _whole()


class ReadingReply(Schema):
    """What is known of one competence, of an area or of all; the mean is latent, `scale` on the level scale."""

    mean = _number()
    sd = _number()
    interval = fields.List(fields.Float(), required=True)
    levels = fields.Dict(keys=fields.String(), values=fields.Float(), required=True)
    perceived_mean = _number(allow_none=True)
    level = _text(allow_none=True)
    between = fields.List(fields.String(), required=True, allow_none=True)
    floor = _text(allow_none=True)
    scale = fields.List(fields.Float(), required=True)
    answers = _whole()
    basis = _text()
    provisional = fields.Boolean(required=True)


class FitReply(Schema):
    """How well the answers fit together: a note to the person where `shown`, never a verdict."""

    score = _number()
    limit = _number()
    shown = fields.Boolean(required=True)


class ProfileReply(Schema):
    """A profile: a reading for each competence, each area and overall, every one with its doubt."""

    framework = _text()
    route = _text()
    bank_version = _text()
    readings = fields.Dict(keys=fields.String(), values=fields.Nested(ReadingReply), required=True)
    areas = fields.Dict(keys=fields.String(), values=fields.Nested(ReadingReply), required=True)
    overall = fields.Nested(ReadingReply, required=True)
    over_rating = fields.Dict(required=True, allow_none=True)
    fit = fields.Nested(FitReply, required=True, allow_none=True)
    scope = fields.List(fields.String(), required=True)
    answered = _whole()
    provisional = fields.Boolean(required=True)


class ReasonReply(Schema):
    """Something true about a path: a code, its sentence, and beside them the values that the sentence names."""

    class Meta:
        """Values differ by code."""

        unknown = INCLUDE

    code = _text()
    text = _text()


class AlternativeReply(Schema):
    """A training that could take the place of a step, and why it came second.

    `value` is what the path would be worth with it, null where that was not worked out; hours and price are null where
    they are not known.
    """

    training = _text()
    title = _text()
    value = _number(allow_none=True)
    why = _text()
    values = fields.Dict(keys=fields.String(), required=True)
    text = _text()
    hours = _number(allow_none=True)
    price = _number(allow_none=True)
    provider = _text()
    mode = _text()
    place = _text()
    start = _day(allow_none=True)
    language = _text()
    url = _text()


class ChosenReply(Schema):
    """A training that is advised: `closes` holds the levels that it newly reaches, by whole code, `reasons` say why.

    Hours and price are null where they are not known.
    """

    training = _text()
    title = _text()
    closes = fields.Dict(keys=fields.String(), values=fields.Integer(strict=True), required=True)
    reasons = fields.List(fields.Nested(ReasonReply), required=True)
    hours = _number(allow_none=True)
    price = _number(allow_none=True)
    url = _text()
    provider = _text()
    language = _text()
    mode = _text()
    place = _text()
    region = _text()
    start = _day(allow_none=True)
    end = _day(allow_none=True)


class StepReply(ChosenReply):
    """A step of a path, and what could take its place, best first."""

    alternatives = fields.List(fields.Nested(AlternativeReply), required=True)


class ListedReply(ChosenReply):
    """A training of a list, numbered from 1, and what it gains by itself, in levels."""

    number = _whole()
    gain = _number()


class RemainingReply(Schema):
    """Levels of one competence that a path leaves open, and why."""

    competence = _text()
    start = _whole(data_key="from")
    end = _whole(data_key="to")
    levels = _whole()
    why = _text()
    text = _text()


class EntryReply(Schema):
    """What one training takes of a week; hours are null where they are not known, `fixed` says: on set days."""

    training = _text()
    hours = _number(allow_none=True)
    fixed = fields.Boolean(required=True)


class WeekReply(Schema):
    """A week of a path: its Monday, or its number where no day is known."""

    week = _week()
    hours = _number()
    entries = fields.List(fields.Nested(EntryReply), required=True)


class CrowdedReply(Schema):
    """A week that is too full, and by how many hours."""

    week = _week()
    over = _number()


class CalendarReply(Schema):
    """A path in weeks; `usual` says that nobody named the hours a week, `beyond` that only its first weeks are shown.

    `ends` is the last day of learning, null where no day is known; `late` says that it lies after the deadline.
    """

    weekly = _number()
    usual = fields.Boolean(required=True)
    weeks = fields.List(fields.Nested(WeekReply), required=True)
    ends = _day(allow_none=True)
    late = fields.Boolean(required=True)
    beyond = fields.Boolean(required=True)
    crowded = fields.List(fields.Nested(CrowdedReply), required=True)


class PlanReply(Schema):
    """A learning path: its worth, the worth of the best possible one, its weeks, and what stays open and why.

    `rules` is the version of the rules by which it was made.
    """

    steps = fields.List(fields.Nested(StepReply), required=True)
    value = _number()
    bound = _number()
    optimal = fields.Boolean(required=True)
    depth = _whole(allow_none=True)
    hours = _number()
    euro = _number()
    remaining = fields.List(fields.Nested(RemainingReply), required=True)
    blocked_by = fields.List(fields.Nested(ReasonReply), required=True)
    with_more = fields.List(fields.Nested(ReasonReply), required=True)
    calendar = fields.Nested(CalendarReply, required=True, allow_none=True)
    rules = _text()
    reason = _text(allow_none=True)
    reason_text = _text(allow_none=True)


class ListReply(Schema):
    """The next best trainings, each by itself; `found` counts all that help and can be begun now.

    `rules` is the version of the rules by which they were ordered.
    """

    trainings = fields.List(fields.Nested(ListedReply), required=True)
    found = _whole()
    order = _text()
    rules = _text()
    reason = _text(allow_none=True)
    reason_text = _text(allow_none=True)
    blocked_by = fields.List(fields.Nested(ReasonReply), required=True)
