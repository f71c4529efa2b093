ALTER TABLE attendance DROP COLUMN publish_name;
DROP TABLE publication_holds;
DROP TABLE publication_delegations;
DROP TABLE withheld_values;
DROP TABLE redactions;
DROP TABLE publication_log;
DROP TABLE editions;
