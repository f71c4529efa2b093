-- Measures, data points and attached files.
--
-- What a draft refers to may be deleted meanwhile: if that were refused, the refusal would tell one side that the other has
-- a draft. So links from data points carry no foreign key where the other end can be deleted; they are checked when a point is
-- drafted, changed and submitted. A priority can be linked only once its plan was adopted, and then it stays.

CREATE TABLE measures (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    unit TEXT NOT NULL,
    unit_kind TEXT NOT NULL CHECK (unit_kind IN ('count', 'percent', 'money', 'duration', 'other')),
    direction TEXT NOT NULL CHECK (direction IN ('higher_is_better', 'lower_is_better', 'neither')),
    numerator TEXT,
    denominator TEXT,
    topic_id TEXT REFERENCES topics (id),
    priority_ids TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX measures_area ON measures (area, id);
CREATE INDEX measures_topic ON measures (topic_id, id) WHERE topic_id IS NOT NULL;

CREATE TABLE measure_priorities (
    area TEXT NOT NULL REFERENCES areas (slug),
    measure_id TEXT NOT NULL REFERENCES measures (id),
    priority_id TEXT NOT NULL REFERENCES priorities (id),
    PRIMARY KEY (measure_id, priority_id)
);
CREATE INDEX measure_priorities_priority ON measure_priorities (priority_id, measure_id);

CREATE TABLE data_points (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    side TEXT NOT NULL CHECK (side IN ('force', 'office')),
    measure_id TEXT,
    label TEXT NOT NULL,
    unit TEXT,
    kind TEXT NOT NULL
        CHECK (kind IN ('exact', 'range', 'average', 'fraction', 'direction', 'change', 'money', 'text')),
    value TEXT NOT NULL,
    conditional_on TEXT,
    period_from DATE,
    period_to DATE,
    period_text TEXT,
    as_of DATE,
    collected TEXT NOT NULL CHECK (collected IN ('automatic', 'manual', 'estimated', 'unknown')),
    caveat TEXT,
    said_by TEXT NOT NULL,
    as_stated TEXT,
    question_id TEXT REFERENCES questions (id),
    response_id TEXT,
    meeting_id TEXT,
    topic_id TEXT,
    priority_ids TEXT NOT NULL,
    supersedes TEXT REFERENCES data_points (id),
    supersede_reason TEXT,
    superseded_by TEXT REFERENCES data_points (id),
    status TEXT NOT NULL CHECK (status IN ('draft', 'submitted', 'superseded')),
    submitted_at TIMESTAMP,
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX data_points_area ON data_points (area, id);
CREATE INDEX data_points_as_of ON data_points (area, (coalesce(as_of, '9999-12-31')), id);
CREATE INDEX data_points_updated ON data_points (area, updated_at, id);
CREATE INDEX data_points_measure ON data_points (measure_id, id) WHERE measure_id IS NOT NULL;
CREATE INDEX data_points_question ON data_points (question_id, id) WHERE question_id IS NOT NULL;
CREATE INDEX data_points_meeting ON data_points (meeting_id, id) WHERE meeting_id IS NOT NULL;
CREATE INDEX data_points_topic ON data_points (topic_id, id) WHERE topic_id IS NOT NULL;

CREATE TABLE data_point_priorities (
    area TEXT NOT NULL REFERENCES areas (slug),
    data_point_id TEXT NOT NULL REFERENCES data_points (id),
    priority_id TEXT NOT NULL REFERENCES priorities (id),
    PRIMARY KEY (data_point_id, priority_id)
);
CREATE INDEX data_point_priorities_priority ON data_point_priorities (priority_id, data_point_id);

-- One row a pair, written by the later point; read from both ends.
CREATE TABLE data_point_conflicts (
    area TEXT NOT NULL REFERENCES areas (slug),
    data_point_id TEXT NOT NULL REFERENCES data_points (id),
    other_id TEXT NOT NULL,
    PRIMARY KEY (data_point_id, other_id)
);
CREATE INDEX data_point_conflicts_other ON data_point_conflicts (other_id, data_point_id);

-- media_type has no CHECK: the list of what is let in is in the code and will grow.
CREATE TABLE attachments (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    side TEXT NOT NULL CHECK (side IN ('force', 'body')),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    created_by TEXT REFERENCES users (id),
    created_at TIMESTAMP NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    version INTEGER NOT NULL
);
CREATE INDEX attachments_area ON attachments (area, id);

-- resource has no CHECK: it names a collection, and there will be more of them.
CREATE TABLE attachment_citations (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    attachment_id TEXT NOT NULL REFERENCES attachments (id),
    resource TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    note TEXT,
    side TEXT NOT NULL CHECK (side IN ('force', 'body')),
    cited_by TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    UNIQUE (attachment_id, resource, resource_id)
);
CREATE INDEX attachment_citations_area ON attachment_citations (area, id);
CREATE INDEX attachment_citations_attachment ON attachment_citations (attachment_id, id);
CREATE INDEX attachment_citations_record ON attachment_citations (resource, resource_id);

-- Files that no attachment stands for: an upload that has begun, or what is left to be removed. A row goes when its file does,
-- or when its attachment comes, so that a crash at any point leaves a note of what to clear away.
CREATE TABLE stray_files (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL REFERENCES areas (slug),
    condemned BOOLEAN NOT NULL,
    noted_at TIMESTAMP NOT NULL
);
CREATE INDEX stray_files_age ON stray_files (noted_at);
