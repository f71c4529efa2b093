"""Reads a directory of what the service sent with other people's parsers, and prints what they read, as JSON.

    validate_feeds.py DIR

Fails with a sentence when a parser finds a fault. Used by tests/it/third_party.rs; see scripts/validators.sh.
"""

import csv
import hashlib
import io
import json
import pathlib
import sys
import warnings

import feedparser
import icalendar
from csvw import CSVW


def fail(name, what):
    sys.exit(f"{name}: {what}")


def atom(path):
    """A document of the Atom feed, as feedparser reads it."""
    feed = feedparser.parse(path.read_bytes())
    if feed.bozo:
        fail(path.name, f"not well formed: {feed.bozo_exception}")
    if feed.version != "atom10":
        fail(path.name, f"feedparser takes it for {feed.version!r}")
    for member in ("id", "title", "updated_parsed", "rights"):
        if not feed.feed.get(member):
            fail(path.name, f"the feed has no {member}")
    if "open-government-licence" not in feed.feed.rights:
        fail(path.name, "the licence is not stated")
    links = {link.rel: link.href for link in feed.feed.links}
    if "self" not in links:
        fail(path.name, "the feed has no link to itself")
    entries = []
    for entry in feed.entries:
        for member in ("id", "title", "summary", "updated_parsed", "published_parsed", "link"):
            if not entry.get(member):
                fail(path.name, f"an entry has no {member}")
        if not entry.id.startswith("urn:uuid:"):
            fail(path.name, f"{entry.id} is no URN")
        entries.append({"id": entry.id, "title": entry.title, "tags": sorted(tag.term for tag in entry.get("tags", []))})
    return {"entries": entries, "links": links}


def json_feed(path):
    """A document of the JSON feed: what the format demands (jsonfeed.org/version/1.1)."""
    feed = json.loads(path.read_bytes())
    if feed["version"] != "https://jsonfeed.org/version/1.1" or not feed["title"]:
        fail(path.name, "no JSON Feed 1.1")
    for item in feed["items"]:
        if not isinstance(item["id"], str) or not ("content_text" in item or "content_html" in item):
            fail(path.name, f"an item lacks what every item has: {item}")
    return {"items": [item["id"] for item in feed["items"]], "tombstones": [gone["id"] for gone in feed["_tombstones"]]}


def calendar(path):
    """A calendar, as icalendar reads it."""
    raw = path.read_bytes()
    for line in raw.split(b"\r\n"):
        if len(line) > 75 or b"\n" in line or b"\r" in line:
            fail(path.name, f"a line is too long or ends wrongly: {line!r}")
    whole = icalendar.Calendar.from_ical(raw)
    if whole.errors or whole["VERSION"] != "2.0" or not whole["PRODID"]:
        fail(path.name, f"{whole.errors}")
    events = {}
    for event in whole.walk("VEVENT"):
        if event.errors:
            fail(path.name, f"{event.errors}")
        for member in ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY", "STATUS"):
            if member not in event:
                fail(path.name, f"an event has no {member}")
        if event["UID"] in events:
            fail(path.name, f"{event['UID']} is there twice")
        events[str(event["UID"])] = {
            "summary": str(event["SUMMARY"]),
            "start": event["DTSTART"].dt.isoformat(),
            "sequence": int(event["SEQUENCE"]),
            "status": str(event["STATUS"]),
        }
    return events


def table(path):
    """A CSV file with its metadata, as csvw reads them."""
    metadata = path.with_name(f"{path.name}-metadata.json")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        whole = CSVW(str(path), md_url=str(metadata), validate=True)
        rows = list(whole.tables[0])
        if not whole.is_valid:
            fail(path.name, f"not what its metadata says: {[str(one.message) for one in said]}")
    if "open-government-licence" not in json.dumps(json.loads(metadata.read_bytes())):
        fail(path.name, "the licence is not stated")
    raw = path.read_bytes()
    strict = list(csv.reader(io.StringIO(raw.decode("utf-8"), newline=""), strict=True))
    if not raw.endswith(b"\r\n") or len({len(row) for row in strict}) != 1 or len(strict) != len(rows) + 1:
        fail(path.name, "is not RFC 4180")
    for row in strict[1:]:
        for name, cell in zip(strict[0], row):
            is_number = cell.replace(".", "", 1).lstrip("-").isdigit()
            if cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not is_number:
                fail(path.name, f"{name} is a formula: {cell!r}")
    return rows


def lines(path):
    """A file of a JSON object a line."""
    rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    if any("open-government-licence" not in row["licence"] for row in rows):
        fail(path.name, "a line does not state the licence")
    return len(rows)


def catalogue(path):
    """The catalogue as RDF: the JSON-LD parser is rdflib's, which csvw brings along."""
    from rdflib import Graph, Namespace
    from rdflib.namespace import RDF

    dcat = Namespace("http://www.w3.org/ns/dcat#")
    graph = Graph().parse(data=path.read_text("utf-8"), format="json-ld", publicID="http://example.org/")
    return {
        "catalogues": len(list(graph.subjects(RDF.type, dcat.Catalog))),
        "data_sets": len(list(graph.subjects(RDF.type, dcat.Dataset))),
        "distributions": len(list(graph.subjects(RDF.type, dcat.Distribution))),
    }


def manifest(path):
    """The manifest: every file in it is here, and is what it says."""
    whole = json.loads(path.read_bytes())
    for entry in whole["files"]:
        raw = (path.parent / entry["name"]).read_bytes()
        if len(raw) != entry["bytes"] or hashlib.sha256(raw).hexdigest() != entry["sha256"]:
            fail(path.name, f"{entry['name']} is not what the manifest says")
    return {entry["name"]: entry["rows"] for entry in whole["files"]}


def main(directory):
    here = pathlib.Path(directory)
    read = {
        "atom": {path.stem: atom(path) for path in sorted(here.glob("*.xml"))},
        "json_feed": {path.stem: json_feed(path) for path in sorted(here.glob("feed*.json"))},
        "calendars": {path.stem: calendar(path) for path in sorted(here.glob("*.ics"))},
        "tables": {path.stem: table(path) for path in sorted(here.glob("*.csv"))},
        "lines": {path.stem: lines(path) for path in sorted(here.glob("*.ndjson"))},
        "catalogue": catalogue(here / "catalog.jsonld"),
        "manifest": manifest(here / "manifest.json"),
    }
    json.dump(read, sys.stdout, default=str)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
