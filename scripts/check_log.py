#!/usr/bin/env python3
"""Checks the publication log of a service with none of the service's code: Python's standard library and openssl.

    scripts/check_log.py https://answerable.example.org [KEY]

KEY is the verifier key as the body publishes it elsewhere; without it the service's own word is taken.
docs/PUBLICATION-LOG.md explains each step.
"""
import base64, hashlib, json, subprocess, sys, tempfile, urllib.error, urllib.request

if len(sys.argv) < 2:
    sys.exit(__doc__)
log = sys.argv[1].rstrip("/") + "/public/v1/log/"


def get(path):
    """The body, and whether it is that of a document that was withdrawn."""
    try:
        with urllib.request.urlopen(log + path, timeout=30) as answer:
            return answer.read(), False
    except urllib.error.HTTPError as error:
        if error.code == 410:
            return error.read(), True
        raise


def leaf_hash(document):
    return hashlib.sha256(b"\x00" + document).digest()


def root(hashes):
    """RFC 9162 section 2.1.1."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    half = 1 << ((len(hashes) - 1).bit_length() - 1)
    return hashlib.sha256(b"\x01" + root(hashes[:half]) + root(hashes[half:])).digest()


# 1. The key: NAME+ID+BASE64(0x01 || 32 bytes).
key = sys.argv[2] if len(sys.argv) > 2 else get("key")[0].decode().strip()
name, key_id, encoded = key.split("+", 2)
public = base64.b64decode(encoded)
assert public[0] == 1 and len(public) == 33, "no Ed25519 key"
assert hashlib.sha256(name.encode() + b"\n" + public).digest()[:4].hex() == key_id, "the id is not that of the key"

# 2. The checkpoint: name, size, root, an empty line, "— NAME BASE64(id || signature)".
note = get("checkpoint")[0].decode()
text, signatures = note[: note.rindex("\n\n") + 1], note[note.rindex("\n\n") + 2 :]
lines = [line.split(" ") for line in signatures.splitlines()]
signed = [base64.b64decode(line[2]) for line in lines if line[0] == "\u2014" and line[1] == name]
signature = next(bytes[4:] for bytes in signed if bytes[:4].hex() == key_id)
with tempfile.TemporaryDirectory() as place:
    spki = bytes.fromhex("302a300506032b6570032100") + public[1:]
    for file, body in (("key.der", spki), ("text", text.encode()), ("signature", signature)):
        with open(f"{place}/{file}", "wb") as out:
            out.write(body)
    command = "openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in text -sigfile signature"
    subprocess.run(command.split(), cwd=place, check=True, stdout=subprocess.DEVNULL)
origin, size, signed_root = text.splitlines()[:3]
assert origin == name, "the checkpoint is of another log"
size = int(size)

# 3. Every document hashes to its leaf; what was withdrawn says its hash and the leaf that withdraws it.
hashes, gone, withdrawn = [], {}, {}
for number in range(size):
    body, is_gone = get(f"leaves/{number}")
    if is_gone:
        stub = json.loads(body)
        hashes.append(bytes.fromhex(stub["leaf_hash"]))
        gone[number] = (stub["withdrawal_leaf"], stub["sha256"])
    else:
        hashes.append(leaf_hash(body))
        document = json.loads(body)
        if document["type"] == "withdrawal":
            withdrawn[number] = document["withdrawn_sha256"]
for number, (by, sha256) in gone.items():
    assert withdrawn.get(by) == sha256, f"leaf {number} is gone, and leaf {by} does not withdraw it"

# 4. The leaves give the root that was signed.
assert root(hashes) == base64.b64decode(signed_root), "the documents do not give the root that was signed"
print(f"sound: {size} leaves, {len(gone)} of them withdrawn, root {root(hashes).hex()}, signed by {key}")
