-- The reference under which the office keeps a record, beside ours: the public finds it by either.
ALTER TABLE public_items ADD COLUMN own_reference TEXT;
CREATE INDEX public_items_own_reference ON public_items (resource, own_reference);
