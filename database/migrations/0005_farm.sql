CREATE TABLE `render_pace` (
	`server_name` text NOT NULL,
	`workflow_id` text NOT NULL,
	`day` text NOT NULL,
	`jobs_done` integer DEFAULT 0 NOT NULL,
	`tries_failed` integer DEFAULT 0 NOT NULL,
	`characters` integer DEFAULT 0 NOT NULL,
	`render_ms` integer DEFAULT 0 NOT NULL,
	`audio_ms` integer DEFAULT 0 NOT NULL,
	PRIMARY KEY(`server_name`, `workflow_id`, `day`)
);
--> statement-breakpoint
CREATE TABLE `studio_state` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
ALTER TABLE `comfyui_jobs` ADD `crashed_servers` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `comfyui_jobs` ADD `failed_server` text;--> statement-breakpoint
ALTER TABLE `comfyui_jobs` ADD `job_file` text;--> statement-breakpoint
CREATE INDEX `comfyui_jobs_next` ON `comfyui_jobs` (`status`,`workflow_id`,`priority`);--> statement-breakpoint
CREATE INDEX `comfyui_jobs_file` ON `comfyui_jobs` (`job_file`) WHERE "comfyui_jobs"."job_file" IS NOT NULL;--> statement-breakpoint
ALTER TABLE `narrators` ADD `sample_text` text;