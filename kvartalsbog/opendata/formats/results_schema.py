"""What `results.json` may hold, as a JSON Schema (2020-12) with a version of its own, published beside the data."""

from __future__ import annotations

from typing import Any, get_args

from kvartalsbog.content.language import DANISH, Language
from kvartalsbog.files.documents import json_text
from kvartalsbog.files.fields import DataStatus
from kvartalsbog.kinds.base import Outlook, State
from kvartalsbog.opendata.formats.results_json import FORMAT, SCHEMA
from kvartalsbog.periods import PERIOD, FollowUp
from kvartalsbog.verdicts.verdict import Verdict
from kvartalsbog.words.statuses import OVER, REPORTED
from kvartalsbog.words.units import NAMES as UNITS

NAME = "results.schema.json"
_Schema = dict[str, Any]
_TEXT: _Schema = {"type": "string", "minLength": 1}
_NUMBER: _Schema = {"type": "number"}
_DAY: _Schema = {"type": "string", "format": "date"}


def schema(language: Language = DANISH) -> bytes:
    """The file. Its `$id` stays as long as `format` in the results is the same; another format is another schema."""
    told = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA,
        "title": language.say("Resultater for et kvartal"),
        "description": language.say(
            "Status, forventning, resultat og point for hvert mål. Det, der er skjult, eller som ingen kender, er null."
        ),
        **_object(
            format={"const": FORMAT},
            schema={"const": SCHEMA},
            quarter={"type": "string", "pattern": f"^{PERIOD}$"},
            plan=_plan(),
            data_status={"enum": list(get_args(DataStatus))},
            extracted=_DAY,
            goals=_list(_goal()),
            totals=_object(pillars=_list(_pillar()), plan=_or_null(_object(**_points()))),
        ),
    }
    return json_text(told).encode()


def _plan() -> _Schema:
    period = {"from": _DAY, "to": _DAY, "follow_up": {"enum": [follow_up.value for follow_up in FollowUp]}}
    told = _object(
        title=_TEXT, year={"type": "integer"}, authority=_TEXT, ministry=_TEXT,
        source=_object(document=_TEXT, address=_or_null(_TEXT), signed=_list(_object(by=_TEXT, authority=_TEXT, on=_DAY))),
        weights=_or_null(_object(total=_NUMBER, unit=_TEXT)),
        background=_list(_object(id=_TEXT, title=_TEXT, text=_TEXT)),
        pillars=_list(_object(pillar=_TEXT, title=_TEXT, background=_or_null(_TEXT))),
    )  # fmt: skip
    told["properties"]["period"] = _object(**period)  # of a plan that is not for a calendar year by quarters
    return told


def _goal() -> _Schema:
    return _object(
        goal=_TEXT, title=_TEXT, pillar=_TEXT, weight=_or_null(_NUMBER),
        verdict={"enum": [verdict.value for verdict in Verdict]}, outlook=_outlook(),
        value=_or_null(_NUMBER), limit=_or_null(_NUMBER), unit={"enum": [*UNITS, None]}, counted=_or_null(_TEXT), required_rest_of_year=_or_null(_NUMBER),
        criteria_met={"type": "integer", "minimum": 0}, deadlines=_list(_DAY), completed_late={"type": "boolean"},
        points=_or_null(_object(**_points())), pro_rata=_or_null(_NUMBER), credit=_credit(),
        shared=_or_null(_shared()), criteria=_list(_criterion()),
    )  # fmt: skip


def _shared() -> _Schema:
    told = _object(authorities=_list(_TEXT), share=_or_null(_NUMBER))
    told["properties"] |= {"plan": _TEXT, "goal": _TEXT}  # of a goal that another plan of the site has too
    return told


def _criterion() -> _Schema:
    return _object(
        id=_TEXT, kind=_TEXT, title=_TEXT, done=_or_null(_TEXT), state={"enum": [state.value for state in State]}, outlook=_outlook(),
        value=_or_null(_NUMBER), limit=_or_null(_NUMBER), unit={"enum": [*UNITS, None]}, counted=_or_null(_TEXT), deadline=_DAY,
        series=_or_null(_TEXT), **{"from": _or_null(_DAY)}, over={"enum": [*OVER, None]}, reported={"enum": [*REPORTED, None]},
        limit_upper=_or_null(_NUMBER), strict=_or_null({"type": "boolean"}),
        completed=_or_null(_DAY), expected=_or_null(_DAY), degree=_or_null(_TEXT), assessed_by=_or_null(_TEXT),
        weight=_or_null(_NUMBER), credit=_credit(),
        missing_months=_list({"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}),
    )  # fmt: skip


def _points() -> dict[str, _Schema]:
    return dict.fromkeys(("won", "open", "lost"), _NUMBER)


def _pillar() -> _Schema:
    """A pillar's weight and points; each is null in a plan without weights."""
    weighed = {"weight": _NUMBER, **_points()}
    return {
        "anyOf": [_object(pillar=_TEXT, **weighed), _object(pillar=_TEXT, **{key: {"type": "null"} for key in weighed})]
    }


def _credit() -> _Schema:
    part: _Schema = {"type": "number", "minimum": 0, "maximum": 100}
    return _object(settled=part, possible=part)


def _outlook() -> _Schema:
    return {"enum": [*(outlook.value for outlook in Outlook), None]}


def _object(**fields: _Schema) -> _Schema:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _list(items: _Schema) -> _Schema:
    return {"type": "array", "items": items}


def _or_null(schema: _Schema) -> _Schema:
    return {"anyOf": [schema, {"type": "null"}]}
