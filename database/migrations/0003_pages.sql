CREATE INDEX `audiobook_production_stage` ON `audiobook_production` (`status`);--> statement-breakpoint
CREATE INDEX `chunks_production` ON `chunks` (`production_id`,`status`);--> statement-breakpoint
CREATE INDEX `comfyui_jobs_page` ON `comfyui_jobs` (`id`,`status`,`job_type`,`production_id`);