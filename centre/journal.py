"""Logs without secrets: tokens and e-mail addresses are masked before any record is written."""

import logging
import re
import traceback
from typing import Any

MASQUES = (
    (re.compile(r"(/moi/)[^/\s?\"']+"), r"\1…"),
    # The link by which a partner writes fiches de liaison.
    (re.compile(r"(/orienter/)[^/\s?\"']+"), r"\1…"),
    # The link by which a prescriber answers.
    (re.compile(r"(/renouvellement/)[^/\s?\"']+"), r"\1…"),
    (re.compile(r"(/agenda/p/)[^/\s?\"']+?(?=\.ics|[/\s?\"']|$)"), r"\1…"),
    # The link of a forgotten password.
    (re.compile(r"(/mot-de-passe/cle/)[^/\s?\"']+"), r"\1…"),
    # What is searched is somebody's name.
    (re.compile(r"([?&]q=)[^&\s\"']+"), r"\1…"),
    (
        re.compile(r"[\w.+\-’']+(?:@|%40)[\w\-]+(?:\.[\w\-]+)+", re.IGNORECASE),
        "[adresse]",
    ),
    # PostgreSQL quotes the whole row that it refuses, notes included.
    (re.compile(r"(DETAIL:).*?(?=\n\n(?:The above|During handling)|\Z)", re.DOTALL), r"\1 …"),
)


def masquer(texte: str) -> str:
    """Return ``texte`` without secret link nor e-mail address."""
    for motif, remplacement in MASQUES:
        texte = motif.sub(remplacement, texte)
    return texte


class FiltreMasque(logging.Filter):
    """Masks the message and the traceback of a record; refuses none."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masquer(record.getMessage()), None
        if record.exc_info and record.exc_info[0]:
            trace = "".join(traceback.format_exception(*record.exc_info))
            record.exc_text = masquer(trace.rstrip())
            record.exc_info = None
        elif record.exc_text:
            record.exc_text = masquer(record.exc_text)
        if record.stack_info:
            record.stack_info = masquer(record.stack_info)
        return True


def configuration(*, niveau: str) -> dict[str, Any]:
    """Django's LOGGING: one handler on standard error, masked, no mail to administrators."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"masque": {"()": FiltreMasque}},
        "formatters": {"ligne": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "filters": ["masque"],
                "formatter": "ligne",
            }
        },
        "root": {"handlers": ["console"], "level": niveau},
        "loggers": {
            # Django's own handlers, one of which mails tracebacks, give way to ours.
            "django": {"handlers": [], "level": niveau, "propagate": True},
            "django.server": {"handlers": [], "level": niveau, "propagate": True},
        },
    }
