DROP TABLE report_responses;
DROP TABLE progress_claims;
DROP TABLE recommendations;
DROP TABLE recommendation_set_comments;
DROP TABLE recommendation_set_due_days;
DROP TABLE recommendation_set_priorities;
DROP TABLE recommendation_sets;
