CREATE TABLE `audiobook_production` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`book_id` text NOT NULL,
	`narrator_id` text NOT NULL,
	`status` text DEFAULT 'pending' NOT NULL,
	`parse_novel_status` text DEFAULT 'pending' NOT NULL,
	`parse_novel_completed_at` text,
	`metadata_status` text DEFAULT 'pending' NOT NULL,
	`metadata_completed_at` text,
	`total_chapters` integer DEFAULT 0 NOT NULL,
	`total_chunks` integer DEFAULT 0 NOT NULL,
	`total_words` integer DEFAULT 0 NOT NULL,
	`audio_generation_status` text DEFAULT 'pending' NOT NULL,
	`audio_generation_completed_at` text,
	`audio_jobs_completed` integer DEFAULT 0 NOT NULL,
	`total_audio_files` integer DEFAULT 0 NOT NULL,
	`audio_duration_seconds` real DEFAULT 0 NOT NULL,
	`audio_file_size_bytes` integer DEFAULT 0 NOT NULL,
	`audio_files_moved_status` text DEFAULT 'pending' NOT NULL,
	`audio_files_moved_completed_at` text,
	`audio_combination_planned_status` text DEFAULT 'pending' NOT NULL,
	`audio_combination_planned_completed_at` text,
	`audio_combination_status` text DEFAULT 'pending' NOT NULL,
	`audio_combination_completed_at` text,
	`image_prompts_status` text DEFAULT 'pending' NOT NULL,
	`image_prompts_started_at` text,
	`image_prompts_completed_at` text,
	`image_jobs_generation_status` text DEFAULT 'pending' NOT NULL,
	`image_jobs_generation_completed_at` text,
	`image_jobs_completed` integer DEFAULT 0 NOT NULL,
	`total_image_jobs` integer DEFAULT 0 NOT NULL,
	`image_generation_status` text DEFAULT 'pending' NOT NULL,
	`image_generation_completed_at` text,
	`subtitle_generation_status` text DEFAULT 'pending' NOT NULL,
	`subtitle_generation_completed_at` text,
	`video_generation_status` text DEFAULT 'pending' NOT NULL,
	`video_generation_started_at` text,
	`video_generation_completed_at` text,
	`total_videos_created` integer DEFAULT 0 NOT NULL,
	`metadata` text DEFAULT '{}' NOT NULL,
	`retry_count` integer DEFAULT 0 NOT NULL,
	`max_retries` integer DEFAULT 3 NOT NULL,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')) NOT NULL,
	`updated_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')) NOT NULL,
	FOREIGN KEY (`book_id`) REFERENCES `titles`(`book_id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`narrator_id`) REFERENCES `narrators`(`narrator_id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "audiobook_production_status" CHECK("audiobook_production"."status" in ('pending','processing','paused','completed','failed','cancelled'))
);
--> statement-breakpoint
CREATE INDEX `audiobook_production_book` ON `audiobook_production` (`book_id`,`narrator_id`);--> statement-breakpoint
CREATE TABLE `chunks` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`production_id` integer NOT NULL,
	`chapter_index` integer NOT NULL,
	`chunk_index` integer NOT NULL,
	`role` text NOT NULL,
	`ending` text NOT NULL,
	`text` text NOT NULL,
	`source_start` integer,
	`source_end` integer,
	`audio_key` text NOT NULL,
	`job_id` integer,
	`status` text DEFAULT 'pending' NOT NULL,
	`audio_path` text,
	`duration_ms` integer,
	`sample_rate_hz` integer,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')) NOT NULL,
	`updated_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')) NOT NULL,
	FOREIGN KEY (`production_id`) REFERENCES `audiobook_production`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`job_id`) REFERENCES `comfyui_jobs`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "chunks_status" CHECK("chunks"."status" in ('pending','done','failed')),
	CONSTRAINT "chunks_role" CHECK("chunks"."role" in ('opening','title','text','closing'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `chunks_place` ON `chunks` (`production_id`,`chapter_index`,`chunk_index`);--> statement-breakpoint
CREATE INDEX `chunks_job` ON `chunks` (`job_id`);--> statement-breakpoint
CREATE INDEX `chunks_audio_key` ON `chunks` (`audio_key`);--> statement-breakpoint
CREATE TABLE `comfyui_jobs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`config_name` text NOT NULL,
	`job_type` text NOT NULL,
	`workflow_id` text NOT NULL,
	`priority` integer DEFAULT 50 NOT NULL,
	`status` text DEFAULT 'pending' NOT NULL,
	`run_count` integer DEFAULT 0 NOT NULL,
	`retries_attempted` integer DEFAULT 0 NOT NULL,
	`retry_limit` integer DEFAULT 2 NOT NULL,
	`start_time` text,
	`end_time` text,
	`duration` real,
	`error_trace` text,
	`metadata` text DEFAULT '{}' NOT NULL,
	`worker_id` text,
	`lease_expires_at` text,
	`inputs` text DEFAULT '{}' NOT NULL,
	`output_path` text DEFAULT '' NOT NULL,
	`production_id` integer,
	`error_class` text,
	`server_name` text,
	`prompt_id` text,
	`graph_hash` text,
	`posted_at` text,
	`not_before` text,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')) NOT NULL,
	`updated_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')) NOT NULL,
	FOREIGN KEY (`production_id`) REFERENCES `audiobook_production`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "comfyui_jobs_status" CHECK("comfyui_jobs"."status" in ('pending','processing','done','failed')),
	CONSTRAINT "comfyui_jobs_priority" CHECK("comfyui_jobs"."priority" between 1 and 999)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `comfyui_jobs_config_name_unique` ON `comfyui_jobs` (`config_name`);--> statement-breakpoint
CREATE INDEX `comfyui_jobs_claim` ON `comfyui_jobs` (`status`,`priority`);--> statement-breakpoint
CREATE INDEX `comfyui_jobs_production` ON `comfyui_jobs` (`production_id`,`status`);--> statement-breakpoint
CREATE TABLE `narrators` (
	`narrator_id` text PRIMARY KEY NOT NULL,
	`narrator_name` text NOT NULL,
	`voice_sample_path` text,
	`voice_model` text NOT NULL,
	`language` text DEFAULT 'en' NOT NULL,
	`gender` text,
	`description` text,
	`active` integer DEFAULT true NOT NULL,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')) NOT NULL,
	`parameters` text DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE TABLE `titles` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`book_id` text NOT NULL,
	`title` text NOT NULL,
	`author` text NOT NULL,
	`genre` text,
	`language` text DEFAULT 'en' NOT NULL,
	`publication_year` integer,
	`source_url` text,
	`audiobook_complete` integer DEFAULT false NOT NULL,
	`audiobook_narrator_id` text,
	`created_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')) NOT NULL,
	`updated_at` text DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')) NOT NULL,
	`source_sha256` text,
	FOREIGN KEY (`audiobook_narrator_id`) REFERENCES `narrators`(`narrator_id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `titles_book_id_unique` ON `titles` (`book_id`);--> statement-breakpoint
CREATE INDEX `titles_source_sha256` ON `titles` (`source_sha256`);