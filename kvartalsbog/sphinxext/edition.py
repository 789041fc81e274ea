"""What every page must carry: the quarter, the date of the data and its status, as settings for both builders."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ExtensionError

from kvartalsbog.content.prose import as_markdown
from kvartalsbog.errors import KvartalsbogError
from kvartalsbog.plan.publication import Release
from kvartalsbog.sphinxext.given import has_given, read_if_not_given
from kvartalsbog.verdicts.findings import Findings
from kvartalsbog.verdicts.gathering import NEWEST
from kvartalsbog.words.statuses import data_status, release_words

DERIVED = (
    "kb_title",
    "kb_authority",
    "kb_ministry",
    "kb_quarter_label",
    "kb_data_date",
    "kb_status",
    "kb_status_long",
    "kb_stage",
    "kb_stage_long",
)


def edition_settings(findings: Findings, release: Release) -> dict[str, str | int]:
    """The settings of a quarter's edition. `kb_timestamp` is the data's date in seconds, for reproducible files."""
    plan, language = findings.plan, findings.language
    label, explanation = data_status(plan.data_status, language)
    stage, stage_long = release_words(release, language)
    noon = datetime.combine(findings.extracted, time(12), tzinfo=UTC)
    return {
        "kb_title": plan.title,
        "kb_authority": plan.authority,
        "kb_ministry": plan.ministry,
        "kb_quarter": str(findings.period),
        "kb_quarter_label": language.shown(findings.period),
        "kb_data_date": language.shown(findings.extracted),
        "kb_status": label,
        "kb_status_long": explanation,
        "kb_stage": stage,
        "kb_stage_long": stage_long,
        "kb_timestamp": int(noon.timestamp()),
    }


def substitutions(findings: Findings) -> dict[str, str]:
    """The words that hand-written pages may insert with `{{ … }}`."""
    plan = findings.plan
    words = {
        "quarter_label": findings.language.shown(findings.period),
        "data_date": findings.language.shown(findings.extracted),
        "plan_title": plan.title,
        "authority": plan.authority,
        "ministry": plan.ministry,
        "year": plan.calendar.years,
    }
    return {name: as_markdown(value) for name, value in words.items()}


def _set_edition(app: Sphinx, config: Config) -> None:
    data_dir = str(Path(app.srcdir, config.kb_data_dir or "data").resolve())
    try:
        is_given = has_given(app)  # then the one who gives them knows which pages must be read again
        findings, data = read_if_not_given(app, config.kb_quarter, data_dir)
    except KvartalsbogError as error:
        raise ExtensionError(str(error)) from error
    config.kb_data_dir, config.kb_data = data_dir, "" if is_given else data
    for name, value in edition_settings(findings, Release(config.kb_version or None, config.kb_approved)).items():
        setattr(config, name, value)
    config.myst_substitutions = {**config.myst_substitutions, **substitutions(findings)}
    config.html_title = f"{findings.plan.title} – {config.kb_quarter_label}"
    config.project = config.html_title
    config.author = findings.plan.authority


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the settings; the quarter is the newest unless the build names another."""
    app.add_config_value("kb_quarter", NEWEST, "env", str)
    app.add_config_value("kb_data_dir", "", "", str)
    app.add_config_value("kb_version", 0, "env", int)
    app.add_config_value("kb_approved", False, "env", bool)
    app.add_config_value("kb_data", "", "env", str)  # a plain build reads every page again with the data
    app.add_config_value("kb_timestamp", 0, "env", int)
    for name in DERIVED:
        app.add_config_value(name, "", "env", str)
    app.connect("config-inited", _set_edition, priority=300)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
