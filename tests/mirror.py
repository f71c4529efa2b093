"""A mirror of the published record in forty lines, with nothing but the public API: python3 mirror.py BASE STATE

It keeps in STATE where it is in the log, and the document of every edition that can be read. It prints the ids with SHA-256.
"""
import hashlib
import json
import pathlib
import sys
import urllib.error
import urllib.request


def get(path):
    with urllib.request.urlopen(base + path) as answer:
        return answer.read()


def follow(state):
    query = ""
    if state["after"] is not None:
        query = f"&after={state['after']}&leaf_hash={state['leaf_hash']}"
    page = json.loads(get("/public/v1/changes?limit=2" + query))
    for change in page["data"]:
        edition = change["edition"]["id"]
        if change["change"] == "withdrawn" or change["edition"]["status"] == "withdrawn":
            state["documents"].pop(edition, None)
        else:
            state["documents"][edition] = get(change["edition"]["url"]).decode()
    state["after"], state["leaf_hash"] = page["next_after"], page["next_leaf_hash"]
    return bool(page["data"])


base, place = sys.argv[1], pathlib.Path(sys.argv[2])
empty = {"after": None, "leaf_hash": None, "documents": {}}
state = json.loads(place.read_text()) if place.exists() else empty
try:
    while follow(state):
        pass
except urllib.error.HTTPError as error:
    if error.code != 409:
        raise
    # Another log, or one that was restored from an older backup: begin again.
    state = {"after": None, "leaf_hash": None, "documents": {}}
    while follow(state):
        pass
place.write_text(json.dumps(state))
print(json.dumps({id: hashlib.sha256(document.encode()).hexdigest() for id, document in state["documents"].items()}))
