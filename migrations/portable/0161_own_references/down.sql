DROP INDEX public_items_own_reference;
ALTER TABLE public_items DROP COLUMN own_reference;
