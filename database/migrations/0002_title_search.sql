-- Words of the bookshelf; its rowid is titles.id, a real column that VACUUM does not renumber.
CREATE VIRTUAL TABLE `titles_search` USING fts5(`title`, `author`, `genre`, `book_id`, content='titles', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='1 2 3');
--> statement-breakpoint
INSERT INTO `titles_search`(`titles_search`) VALUES ('rebuild');
--> statement-breakpoint
CREATE TRIGGER `titles_search_insert` AFTER INSERT ON `titles` BEGIN
  INSERT INTO `titles_search`(`rowid`, `title`, `author`, `genre`, `book_id`) VALUES (new.`id`, new.`title`, new.`author`, new.`genre`, new.`book_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `titles_search_delete` AFTER DELETE ON `titles` BEGIN
  INSERT INTO `titles_search`(`titles_search`, `rowid`, `title`, `author`, `genre`, `book_id`) VALUES ('delete', old.`id`, old.`title`, old.`author`, old.`genre`, old.`book_id`);
END;
--> statement-breakpoint
CREATE TRIGGER `titles_search_update` AFTER UPDATE OF `title`, `author`, `genre`, `book_id` ON `titles` BEGIN
  INSERT INTO `titles_search`(`titles_search`, `rowid`, `title`, `author`, `genre`, `book_id`) VALUES ('delete', old.`id`, old.`title`, old.`author`, old.`genre`, old.`book_id`);
  INSERT INTO `titles_search`(`rowid`, `title`, `author`, `genre`, `book_id`) VALUES (new.`id`, new.`title`, new.`author`, new.`genre`, new.`book_id`);
END;
