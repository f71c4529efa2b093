"""Imports every module of a client that openapi-python-client has generated: some faults show only then."""

import importlib
import pkgutil

import client

failed = {}
for module in pkgutil.walk_packages(client.__path__, "client."):
    try:
        importlib.import_module(module.name)
    except Exception as fault:
        failed[module.name] = repr(fault)
if failed:
    raise SystemExit(f"modules that cannot be imported: {failed}")
