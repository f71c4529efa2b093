DROP TABLE finding_comments;
DROP TABLE finding_ratings;
DROP TABLE finding_revisions;
DROP TABLE finding_priorities;
DROP TABLE findings;
DROP TABLE rating_scales;
