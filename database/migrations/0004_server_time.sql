DROP INDEX `comfyui_jobs_production`;--> statement-breakpoint
CREATE INDEX `comfyui_jobs_production` ON `comfyui_jobs` (`production_id`,`status`,`duration`);