"""Reads calendars, a JSON list of texts on standard input, and prints what they say as JSON."""

import datetime
import json
import sys

import icalendar


def properties(component):
    read = []
    for name, values in component.items():
        for value in values if isinstance(values, list) else [values]:
            parameters = {key: str(given) for key, given in value.params.items()} if hasattr(value, "params") else {}
            read.append({"name": name, "value": text(value), "parameters": parameters})
    return read


def text(value):
    if isinstance(value, icalendar.vDDDTypes):
        return value.dt.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return str(value)


def read(calendar):
    component = icalendar.Calendar.from_ical(calendar)
    parts = [*component.walk()]
    broken = [error for part in parts for error in part.errors]
    if broken:
        raise ValueError(broken)
    return {
        "properties": properties(component),
        "zones": [str(part["TZID"]) for part in parts if part.name == "VTIMEZONE"],
        "events": [properties(part) for part in parts if part.name == "VEVENT"],
    }


json.dump([read(calendar) for calendar in json.load(sys.stdin)], sys.stdout)
