-- Webhooks: who is told of what, with which secrets it is signed, and what became of each message.

CREATE TABLE webhooks (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    -- Whose it is: of the body's office or of the force. The other side does not see it.
    side TEXT NOT NULL CHECK (side IN ('office', 'force')),
    url TEXT NOT NULL,
    description TEXT,
    -- The events it is told of: JSON.
    events TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('enabled', 'disabled')),
    status_reason TEXT,
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX webhooks_area ON webhooks (area, side, id);

-- Apart from the webhooks, so that no list and no trail of those can hold one. Kept as they are: a signature needs the secret
-- itself, not a hash of it.
CREATE TABLE webhook_secrets (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    webhook_id TEXT NOT NULL REFERENCES webhooks (id),
    secret TEXT NOT NULL,
    -- Absent for the current one.
    expires_at TIMESTAMP
);
CREATE INDEX webhook_secrets_area ON webhook_secrets (area, webhook_id, id);
CREATE INDEX webhook_secrets_webhook ON webhook_secrets (webhook_id, id);

-- The outbox and, afterwards, the log: a row is written in the transaction of what it tells of.
CREATE TABLE webhook_deliveries (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    webhook_id TEXT NOT NULL REFERENCES webhooks (id),
    -- The webhook-id header: the same for every attempt, and for a replay.
    message_id TEXT NOT NULL,
    event TEXT NOT NULL,
    -- The body, as it is signed and sent.
    payload TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'delivered', 'failed')),
    attempts INTEGER NOT NULL,
    -- While pending: when it is due; while it is being sent, until when nobody else takes it.
    next_attempt_at TIMESTAMP,
    first_attempt_at TIMESTAMP,
    last_attempt_at TIMESTAMP,
    response_status INTEGER,
    response_excerpt TEXT,
    error TEXT,
    duration_ms INTEGER,
    delivered_at TIMESTAMP,
    replay_of TEXT,
    created_at TIMESTAMP NOT NULL
);
CREATE INDEX webhook_deliveries_area ON webhook_deliveries (area, webhook_id, id);
CREATE INDEX webhook_deliveries_webhook ON webhook_deliveries (webhook_id, status, id);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (next_attempt_at, id) WHERE status = 'pending';
CREATE INDEX webhook_deliveries_old ON webhook_deliveries (created_at, id);

-- That an action became overdue is told once for each due date it missed.
CREATE TABLE overdue_notices (
    action_id TEXT NOT NULL REFERENCES actions (id),
    due_on DATE NOT NULL,
    area TEXT NOT NULL REFERENCES areas (slug),
    noticed_at TIMESTAMP NOT NULL,
    PRIMARY KEY (action_id, due_on)
);
CREATE INDEX overdue_notices_area ON overdue_notices (area, action_id);
