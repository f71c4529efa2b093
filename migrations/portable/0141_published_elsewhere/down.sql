DROP TABLE published_elsewhere;
