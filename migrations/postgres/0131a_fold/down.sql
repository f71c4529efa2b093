DROP FUNCTION answerable_fold_texts(text);
DROP FUNCTION answerable_fold(text);
