-- What a body has published elsewhere than in this service: the duty that it meets, what it is about, the day and the address.
CREATE TABLE published_elsewhere (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    duty TEXT NOT NULL CHECK (duty IN ('5(a)', '5(b)', '5(c)', '5(d)', 's.55(5A)', '7A', '7B', '7C')),
    subject_kind TEXT NOT NULL CHECK (subject_kind IN ('meeting', 'decision', 'recommendation_set', 'body')),
    subject_id TEXT NOT NULL,
    published_on DATE NOT NULL,
    url TEXT NOT NULL,
    note TEXT,
    status TEXT NOT NULL CHECK (status IN ('stands', 'taken_back')),
    taken_back_reason TEXT,
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX published_elsewhere_area ON published_elsewhere (area, id);
CREATE INDEX published_elsewhere_updated ON published_elsewhere (area, updated_at, id);
CREATE INDEX published_elsewhere_subject ON published_elsewhere (subject_id, duty);
