DROP TABLE public_items;
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
UPDATE public_rules SET version = 0;
