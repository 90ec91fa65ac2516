"""Reads what a program sent, strictly: JSON as the standard has it, each query field once."""

import json
from typing import Any, Final, NoReturn

from flask import Request
from marshmallow import RAISE, Schema, ValidationError
from webargs.flaskparser import FlaskParser, abort
from werkzeug.exceptions import UnsupportedMediaType

from competences.sentences import mark

NOT_JSON: Final = mark("The body is no JSON that we can read.")
TWICE: Final = mark("Give this only once.")


class StrictParser(FlaskParser):
    """Takes neither `NaN` nor half a character, no field twice, and no field that is not known."""

    DEFAULT_UNKNOWN_BY_LOCATION = {"json": RAISE, "query": RAISE}  # noqa: RUF012  (as the library declares it)

    def load_json(self, req: Request, schema: Schema) -> Any:  # noqa: ANN401  (any JSON value)
        """Give the body's value; 415 where it is not said to be JSON, 400 where it is none."""
        del schema
        if not req.is_json:
            raise UnsupportedMediaType
        try:
            value = json.loads(req.get_data(), parse_constant=_refuse)
            json.dumps(value, ensure_ascii=False).encode()
        except (ValueError, RecursionError) as error:
            abort(400, exc=error, messages={"json": {"body": [NOT_JSON]}})
        return value

    def load_querystring(self, req: Request, schema: Schema) -> dict[str, str]:
        """Give the query's fields."""
        del schema
        twice = [name for name, values in req.args.lists() if len(values) > 1]
        if twice:
            raise ValidationError({name: [TWICE] for name in twice})
        return dict(req.args.items())


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
