"""Reads a directory of what the service sent with other people's parsers, and prints what they read, as JSON.

    validate_feeds.py DIR

Fails with a sentence when a parser finds a fault. Used by tests/it/third_party.rs; see scripts/validators.sh.
"""

import codecs
import csv
import datetime
import hashlib
import io
import json
import pathlib
import sys
import warnings

import feedparser
import icalendar
import pyshacl
from csvw import CSVW
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF, RDF, SH as SHACL


def fail(name, what):
    sys.exit(f"{name}: {what}")


def is_address(text):
    """True for what can be followed from anywhere."""
    return isinstance(text, str) and text.startswith(("https://", "http://")) and " " not in text


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
    for link in [*feed.feed.links, *(link for entry in feed.entries for link in entry.links)]:
        # feedparser resolves relative addresses against what it knows of the place of the document: nothing.
        if not is_address(link.href):
            fail(path.name, f"{link.href} is no absolute address")
    if not feed.feed.id.startswith("urn:uuid:"):
        fail(path.name, f"{feed.feed.id} is no URN")
    if len({entry.id for entry in feed.entries}) != len(feed.entries):
        fail(path.name, "two entries have the same id")
    if any(entry.updated_parsed > feed.feed.updated_parsed for entry in feed.entries):
        fail(path.name, "an entry is newer than the feed")
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
        if not is_address(item["url"]):
            fail(path.name, f"{item['url']} is no absolute address")
    for member in ("home_page_url", "feed_url", "next_url"):
        if member in feed and not is_address(feed[member]):
            fail(path.name, f"{member} is no absolute address")
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
    said = {name: str(whole.get(name, "")) for name in ("METHOD", "NAME", "X-WR-CALNAME", "X-PUBLISHED-TTL")}
    if said["METHOD"] != "PUBLISH" or not said["NAME"] or said["NAME"] != said["X-WR-CALNAME"]:
        fail(path.name, f"the calendar does not say what it is: {said}")
    refresh = whole.get("REFRESH-INTERVAL")
    if refresh is None or refresh.dt.total_seconds() != 3600 or said["X-PUBLISHED-TTL"] != "PT1H":
        fail(path.name, f"the calendar does not say when to read it again: {refresh}, {said}")
    events = {}
    for event in whole.walk("VEVENT"):
        if event.errors:
            fail(path.name, f"{event.errors}")
        for member in ("UID", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY", "STATUS", "URL"):
            if member not in event:
                fail(path.name, f"an event has no {member}")
        if not is_address(str(event["URL"])):
            fail(path.name, f"{event['URL']} is no absolute address")
        is_timed = isinstance(event["DTSTART"].dt, datetime.datetime)
        if is_timed and ("DTEND" in event) == ("DURATION" in event):
            fail(path.name, f"{event['UID']} has a time, and not one of an end and a duration")
        if event.end < event.start or is_timed and event.end == event.start:
            fail(path.name, f"{event['UID']} does not last")
        if event["UID"] in events:
            fail(path.name, f"{event['UID']} is there twice")
        events[str(event["UID"])] = {
            "summary": str(event["SUMMARY"]),
            "start": event["DTSTART"].dt.isoformat(),
            "end": event.end.isoformat(),
            "url": str(event["URL"]),
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
    described = json.loads(metadata.read_bytes())
    if "open-government-licence" not in json.dumps(described):
        fail(path.name, "the licence is not stated")
    if not is_address(described["@id"]) or not described["@id"].endswith(f"/{path.name}"):
        fail(path.name, f"its metadata says that it comes from {described['@id']}")
    raw = path.read_bytes()
    if not raw.startswith(codecs.BOM_UTF8) or raw.count(codecs.BOM_UTF8) != 1:
        fail(path.name, "does not begin with one byte order mark")
    strict = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))
    if strict[0] != [column["name"] for column in described["tableSchema"]["columns"]]:
        fail(path.name, f"its header is not what its metadata says: {strict[0]}")
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
    """The catalogue as RDF, which has what harvesters expect (dcat-ap.ttl)."""
    dcat = Namespace("http://www.w3.org/ns/dcat#")
    # Were an address relative, it would be resolved against this one.
    nowhere = "http://nowhere.invalid/"
    graph = Graph().parse(data=path.read_text("utf-8"), format="json-ld", publicID=nowhere)
    for triple in graph:
        for term in triple:
            if isinstance(term, URIRef) and (term.startswith(nowhere) or ":" not in term.split("/")[0]):
                fail(path.name, f"{term} is no absolute address")
            if isinstance(term, URIRef) and not is_address(str(term)):
                fail(path.name, f"{term} is a prefix that the context does not have")
    shapes = Graph().parse(pathlib.Path(__file__).with_name("dcat-ap.ttl"))
    conforms, _, report = pyshacl.validate(graph, shacl_graph=shapes)
    if not conforms:
        fail(path.name, report)
    # Each shape has something to say about.
    for shape in shapes.subjects(SHACL.targetClass):
        if not any(graph.subjects(RDF.type, shapes.value(shape, SHACL.targetClass))):
            fail(path.name, f"nothing is held against {shape}")
    sets = {str(graph.value(one, DCTERMS.identifier)): one for one in graph.subjects(RDF.type, dcat.Dataset)}
    return {
        "downloads": {name: sorted(str(url) for form in graph.objects(one, dcat.distribution)
                                   for url in graph.objects(form, dcat.downloadURL)) for name, one in sets.items()},
        "publishers": sorted({str(graph.value(graph.value(one, DCTERMS.publisher), FOAF.name)) for one in sets.values()}),
        "addresses": sorted({str(url) for member in (dcat.accessURL, dcat.downloadURL, dcat.endpointURL, dcat.endpointDescription,
                                                     dcat.landingPage, DCTERMS.conformsTo)
                             for url in graph.objects(None, member)}),
        "catalogues": len(list(graph.subjects(RDF.type, dcat.Catalog))),
        "data_sets": len(list(graph.subjects(RDF.type, dcat.Dataset))),
        "distributions": len(list(graph.subjects(RDF.type, dcat.Distribution))),
    }


def manifest(path):
    """The manifest: every file in it is here, and is what it says."""
    whole = json.loads(path.read_bytes())
    for entry in whole["files"]:
        raw = (path.parent / entry["name"]).read_bytes()
        if not is_address(entry["url"]) or not entry["url"].endswith(f"/{entry['name']}"):
            fail(path.name, f"{entry['url']} is not the address of {entry['name']}")
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
