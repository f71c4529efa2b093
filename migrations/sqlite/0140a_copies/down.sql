-- The kind of a recipient follows from its name: earlier versions do not read it.
SELECT 1;
