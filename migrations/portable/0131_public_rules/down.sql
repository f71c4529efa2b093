DROP TABLE public_rules;
