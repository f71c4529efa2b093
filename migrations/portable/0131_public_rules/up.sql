-- By which rules the public projections were made of the publication log; 0 by those of before this table.
CREATE TABLE public_rules (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    version INTEGER NOT NULL
);
INSERT INTO public_rules (id, version) VALUES (1, 0);
