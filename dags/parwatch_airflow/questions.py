"""A row of pending_figure -> the question a person is asked; a person's answer -> a decision. Pure."""

from collections.abc import Mapping
from typing import Any


def question(row: Mapping[str, Any]) -> dict[str, str]:
    """The observation asked about, a headline, and a body in Markdown."""
    value = "?" if row["value"] is None else f"{row['value'].normalize():f}"
    figure = f"{row['entity_name'] or row['entity']}: {row['subject']} {row['period'] or ''} {row['measure']} {value}"
    body = [
        f"> {row['quote']}",
        f"[{row['title'] or row['url']}]({row['url']}), {row['published'] or 'no date'}, portal {row['portal']}",
        *(f"**Why it waits:** {reason}" for reason in row["reasons"] or ()),
        *(f"**What to do:** {todo}" for todo in row["todo"] or ()),
        f"**We hold:** {'; '.join(row['held'] or ()) or 'nothing of this indicator and province'}",
    ]
    return {"observation": row["observation"], "subject": figure, "body": "\n\n".join(body)}


def answer(observation: str, given: Mapping[str, Any]) -> dict[str, str]:
    """The arguments of `reviewing.decide`. A question that ran out of time was answered by nobody."""
    user = given.get("responded_by_user") or {}
    reason = (given.get("params_input") or {}).get("reason") or ""
    return {
        "observation": observation,
        "decision": given["chosen_options"][0],
        "reason": reason.strip() or ("no reason given" if user else "not answered in time"),
        "by": str(user.get("name") or user.get("id") or "nobody"),
    }
