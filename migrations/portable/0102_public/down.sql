DROP INDEX publication_log_kind;
DROP TABLE public_item_priorities;
DROP TABLE public_items;
DROP TABLE public_editions;
