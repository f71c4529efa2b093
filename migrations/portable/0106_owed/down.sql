DROP TABLE publication_standards;
