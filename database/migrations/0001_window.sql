CREATE TABLE `production_log` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`production_id` integer NOT NULL,
	`at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')) NOT NULL,
	`level` text NOT NULL,
	`message` text NOT NULL,
	FOREIGN KEY (`production_id`) REFERENCES `audiobook_production`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "production_log_level" CHECK("production_log"."level" in ('info','warn','error'))
);
--> statement-breakpoint
CREATE INDEX `production_log_production` ON `production_log` (`production_id`);--> statement-breakpoint
ALTER TABLE `titles` ADD `words` integer;--> statement-breakpoint
ALTER TABLE `titles` ADD `chapters` integer;--> statement-breakpoint
ALTER TABLE `titles` ADD `removed_at` text;--> statement-breakpoint
CREATE INDEX `comfyui_jobs_finished` ON `comfyui_jobs` (`server_name`,`end_time`);