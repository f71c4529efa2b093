-- What the public reads beside the documents themselves: made from the publication log alone, in the transaction of each
-- publication, and made anew from it by `answerable public rebuild`.

CREATE TABLE public_editions (
    id TEXT NOT NULL PRIMARY KEY,
    area TEXT NOT NULL,
    area_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    number INTEGER NOT NULL,
    -- Absent once the edition is withdrawn: it may be what it was withdrawn for.
    title TEXT,
    significance TEXT,
    change_note TEXT,
    status TEXT NOT NULL CHECK (status IN ('published', 'superseded', 'withdrawn')),
    published_at TIMESTAMP NOT NULL,
    superseded_by TEXT,
    withdrawn_at TIMESTAMP,
    explanation TEXT,
    -- Where its document is in the log.
    leaf INTEGER NOT NULL,
    updated_at TIMESTAMP NOT NULL
);
CREATE INDEX public_editions_area ON public_editions (area, id);
CREATE INDEX public_editions_subject ON public_editions (subject_id, kind, status);
CREATE INDEX public_editions_updated ON public_editions (updated_at, id);

-- Every record that stands in an edition that is published now, once for each of them; shown is the one in the newest.
CREATE TABLE public_items (
    edition_id TEXT NOT NULL,
    resource TEXT NOT NULL CHECK (resource IN ('meeting', 'question', 'action', 'priority', 'recommendation_set', 'plan')),
    resource_id TEXT NOT NULL,
    area TEXT NOT NULL,
    leaf INTEGER NOT NULL,
    shown BOOLEAN NOT NULL,
    title TEXT NOT NULL,
    reference TEXT,
    -- The kind of a meeting, the form of a question.
    kind TEXT,
    status TEXT,
    topic_id TEXT,
    meeting_id TEXT,
    question_id TEXT,
    plan_id TEXT,
    -- The day it is ordered by; 9999-12-31 without one.
    day DATE NOT NULL,
    -- As it stands in a list, and as it stands alone: JSON objects.
    listed TEXT NOT NULL,
    alone TEXT NOT NULL,
    -- The words it is found by, in lower case.
    words TEXT NOT NULL,
    updated_at TIMESTAMP NOT NULL,
    PRIMARY KEY (edition_id, resource, resource_id)
);
CREATE INDEX public_items_id ON public_items (resource, resource_id, leaf);
CREATE INDEX public_items_day ON public_items (resource, shown, day, resource_id);
CREATE INDEX public_items_updated ON public_items (resource, shown, updated_at, resource_id);
CREATE INDEX public_items_area ON public_items (area, resource, resource_id);
CREATE INDEX public_items_meeting ON public_items (meeting_id, resource, resource_id);
CREATE INDEX public_items_topic ON public_items (topic_id, resource, resource_id);

-- Under which priorities a shown record stands.
CREATE TABLE public_item_priorities (
    priority_id TEXT NOT NULL,
    edition_id TEXT NOT NULL,
    resource TEXT NOT NULL,
    resource_id TEXT NOT NULL,
    area TEXT NOT NULL,
    PRIMARY KEY (priority_id, resource, resource_id, edition_id)
);
CREATE INDEX public_item_priorities_edition ON public_item_priorities (edition_id);
CREATE INDEX public_item_priorities_area ON public_item_priorities (area, priority_id);

-- The last withdrawal is asked for at least once a second.
CREATE INDEX publication_log_kind ON publication_log (kind, leaf);
