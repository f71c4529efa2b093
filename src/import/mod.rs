//! Record files: a meeting and all that belongs to it as one JSON document, loaded through the rules of the API.
