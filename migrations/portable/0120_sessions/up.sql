-- A session is what one sign-in gave: its access tokens and its refresh tokens, which end together. Whoever issues a token or
-- ends the session changes this row first, so that neither happens unseen by the other.
CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id),
    began_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP NOT NULL,
    -- When the last of its tokens expires.
    expires_at TIMESTAMP NOT NULL,
    ended_at TIMESTAMP
);
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Families of refresh tokens become sessions. One with a revoked token has ended, whatever was issued in it afterwards.
INSERT INTO sessions (id, user_id, began_at, used_at, expires_at, ended_at)
    SELECT family, MIN(user_id), MIN(issued_at), MAX(issued_at), MAX(expires_at), MAX(revoked_at)
    FROM refresh_tokens GROUP BY family;

CREATE TABLE session_tokens (
    hash TEXT NOT NULL PRIMARY KEY,
    session_id TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    scope TEXT NOT NULL CHECK (scope IN ('read', 'write')),
    issued_at TIMESTAMP NOT NULL,
    expires_at TIMESTAMP NOT NULL,
    used_at TIMESTAMP
);
INSERT INTO session_tokens (hash, session_id, scope, issued_at, expires_at, used_at)
    SELECT hash, family, scope, issued_at, expires_at, used_at FROM refresh_tokens;
DROP TABLE refresh_tokens;
ALTER TABLE session_tokens RENAME TO refresh_tokens;
CREATE INDEX refresh_tokens_session ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_expiry ON refresh_tokens (expires_at);

-- What was revoked one by one ends with its session now. Access tokens from before name no session: each counts as its own.
INSERT INTO sessions (id, user_id, began_at, used_at, expires_at, ended_at)
    SELECT jti, (SELECT MIN(id) FROM users), expires_at, expires_at, expires_at, expires_at FROM revoked_tokens
    WHERE EXISTS (SELECT 1 FROM users);
DROP TABLE revoked_tokens;
