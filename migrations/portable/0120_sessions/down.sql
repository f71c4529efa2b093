CREATE TABLE revoked_tokens (
    jti TEXT NOT NULL PRIMARY KEY,
    expires_at TIMESTAMP NOT NULL
);
CREATE INDEX revoked_tokens_expiry ON revoked_tokens (expires_at);
INSERT INTO revoked_tokens (jti, expires_at)
    SELECT id, expires_at FROM sessions WHERE ended_at IS NOT NULL;

CREATE TABLE family_tokens (
    hash TEXT NOT NULL PRIMARY KEY,
    family TEXT NOT NULL,
    user_id TEXT NOT NULL REFERENCES users (id),
    scope TEXT NOT NULL CHECK (scope IN ('read', 'write')),
    issued_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP,
    revoked_at TIMESTAMP
);
INSERT INTO family_tokens (hash, family, user_id, scope, issued_at, expires_at, used_at, revoked_at)
    SELECT t.hash, t.session_id, s.user_id, t.scope, t.issued_at, t.expires_at, t.used_at, s.ended_at
    FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id;
DROP TABLE refresh_tokens;
ALTER TABLE family_tokens RENAME TO refresh_tokens;
CREATE INDEX refresh_tokens_family ON refresh_tokens (family);
CREATE INDEX refresh_tokens_user ON refresh_tokens (user_id);
CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at);
DROP TABLE sessions;
