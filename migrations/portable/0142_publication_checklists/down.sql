DROP TABLE publication_checklists;
