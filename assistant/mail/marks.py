"""What header fields say of how a message came about: by a machine, in bulk, and whether it is who it says."""

import re

from assistant.mail.headers import Headers

_SUPPRESSED = frozenset({"all", "oof", "autoreply", "dr", "rn", "nrn"})
_REPORTS = frozenset({"multipart/report", "message/delivery-status", "message/disposition-notification"})
_BULK_WORDS = frozenset({"bulk", "list", "junk"})
_LIST_FIELDS = {"list-id": "List-Id", "list-unsubscribe": "List-Unsubscribe"}
_COMMENT = re.compile(r"\([^()]{0,2000}\)")
_QUOTED = re.compile(r'"[^"]{0,2000}"')
_VERDICT = re.compile(r"\s*([a-z][a-z0-9-]{0,30})(?:/\d+)?\s*=\s*([a-z]{1,20})\b")


def automatic(headers: Headers) -> str:
    """Return why a machine wrote it (RFC 3834 §2 and §5, and what Exchange and others put), "" if no such sign.

    Automatic forwarding leaves no such sign: a message forwarded by a rule counts as the original.
    """
    submitted = headers.text("auto-submitted").lower().partition(";")[0].partition("(")[0].strip()
    if submitted and submitted not in ("no", "auto-forwarded"):
        return f"Auto-Submitted: {submitted[:40]}"
    content_type = headers.text("content-type").partition(";")[0].strip().lower()
    if content_type in _REPORTS:
        return f"Content-Type: {content_type}"
    return_paths = headers.all("return-path")
    if return_paths and b"".join(return_paths[0].split()) == b"<>":
        return "empty Return-Path"
    suppressed = re.split(r"[,\s]+", headers.text("x-auto-response-suppress").lower())
    if not _SUPPRESSED.isdisjoint(suppressed):
        return "X-Auto-Response-Suppress"
    return _autoreply(headers)


def bulk(headers: Headers) -> str:
    """Return which field marks it as bulk or list mail (RFC 2919, RFC 2369), "" if none."""
    for name, written in _LIST_FIELDS.items():
        if headers.text(name):
            return written
    precedence = headers.text("precedence").lower()
    return f"Precedence: {precedence}" if precedence in _BULK_WORDS else ""


def authentication(headers: Headers) -> tuple[str, ...]:
    """Return the verdicts of the topmost Authentication-Results (RFC 8601), sorted: ("dkim=pass", "dmarc=fail").

    Only the topmost: the receiving server puts it there, anything below may be the sender's own invention.
    """
    if "authentication-results" not in headers:
        return ()
    text = _COMMENT.sub(" ", _QUOTED.sub(" ", headers.text("authentication-results").lower()))
    matches = (_VERDICT.match(result) for result in text.split(";"))
    return tuple(sorted({f"{match[1]}={match[2]}" for match in matches if match}))


def _autoreply(headers: Headers) -> str:
    for name, written in (("x-autoreply", "X-Autoreply"), ("x-autorespond", "X-Autorespond")):
        if headers.text(name).lower() not in ("", "no", "false"):
            return written
    precedence = headers.text("precedence").lower()
    return f"Precedence: {precedence}" if precedence in ("auto_reply", "auto-reply") else ""
