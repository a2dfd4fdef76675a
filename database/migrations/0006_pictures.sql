CREATE TABLE `pictures` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`book_id` text NOT NULL,
	`kind` text NOT NULL,
	`chapter_index` integer DEFAULT 0 NOT NULL,
	`paragraph_index` integer DEFAULT 0 NOT NULL,
	`origin` text NOT NULL,
	`style_id` text,
	`prompt` text,
	`seed` integer,
	`workflow_id` text,
	`job_id` integer,
	`path` text,
	`sha256` text,
	`width_px` integer,
	`height_px` integer,
	`is_chosen` integer DEFAULT false NOT NULL,
	`removed_at` text,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')) NOT NULL,
	`updated_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')) NOT NULL,
	FOREIGN KEY (`book_id`) REFERENCES `titles`(`book_id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`job_id`) REFERENCES `comfyui_jobs`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "pictures_kind" CHECK("pictures"."kind" in ('cover','thumbnail','scene')),
	CONSTRAINT "pictures_origin" CHECK("pictures"."origin" in ('drawn','uploaded','book'))
);
--> statement-breakpoint
CREATE INDEX `pictures_place` ON `pictures` (`book_id`,`kind`,`chapter_index`,`paragraph_index`);--> statement-breakpoint
CREATE INDEX `pictures_job` ON `pictures` (`job_id`);