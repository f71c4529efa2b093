DROP TABLE stray_files;
DROP TABLE attachment_citations;
DROP TABLE attachments;
DROP TABLE data_point_conflicts;
DROP TABLE data_point_priorities;
DROP TABLE data_points;
DROP TABLE measure_priorities;
DROP TABLE measures;
