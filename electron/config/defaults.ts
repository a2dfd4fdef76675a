import type { z } from 'zod'
import type { EnvironmentName } from '#shared/models/environment.ts'
import type { ConfigSchema } from './schema.ts'

/** The engine inside the studio. In prod it stays for covers: it takes only what its own nodes can do. */
export const EMBEDDED_SERVER = { name: 'embedded', url: 'embedded' }

const COMFYUI_URL = 'http://127.0.0.1:8188'

/** The lowest layer: a workspace without any file works with these. */
export function defaultsFor(env: EnvironmentName): z.input<typeof ConfigSchema> {
  const isAlpha = env === 'alpha'
  return {
    environment: { name: env, description: isAlpha ? 'Development' : 'Production' },
    databases: { main: isAlpha ? 'database/alpha_e3_agent.db' : 'database/e3_agent.db' },
    paths: {
      foundry: isAlpha ? 'foundry/alpha' : 'foundry',
      jobs_processing: 'comfyui_jobs/processing',
      jobs_finished: 'comfyui_jobs/finished',
    },
    logging: { level: isAlpha ? 'debug' : 'info', file: `logs/e3_${env}.log` },
    comfyui: {
      api_base_url: COMFYUI_URL,
      servers: isAlpha ? [EMBEDDED_SERVER] : [{ name: 'comfyui', url: COMFYUI_URL }, EMBEDDED_SERVER],
      timeout_seconds: 600,
      retry_limit: 2,
      default_priority: 50,
      poll_interval_ms: 500,
      max_unfetched: 16,
      max_batch: 1,
    },
    audiobook: {
      chunk_size: 500,
      output_format: 'm4b, mp3',
      narrator_samples_path: 'foundry/narrators',
      announce_chapters: true,
      // Players and YouTube both take ten hours.
      max_part_hours: 10,
      // Quiet noise, well below the stores' floor of -60 dB: a run of zeros reads as an edit error.
      room_tone_dbfs: -70,
      pauses: {
        clause_ms: 200,
        chunk_ms: 450,
        paragraph_ms: 850,
        group_ms: 1500,
        chapter_title_ms: 1500,
        // The published store rules meet only at one second before and two behind.
        head_ms: 1000,
        tail_ms: 2000,
      },
      pause_presets: {
        brisk: { clause_ms: 150, chunk_ms: 300, paragraph_ms: 600, group_ms: 1100, chapter_title_ms: 1000 },
        calm: { clause_ms: 250, chunk_ms: 650, paragraph_ms: 1200, group_ms: 2200, chapter_title_ms: 2000 },
      },
    },
    images: {
      cover_workflow: 'T2I_cover_v1',
      style: 'classical-illustration',
      scene_minutes: 4,
      cover_text: 'drawn',
      prompt_writer: {
        max_calls_per_book: 100,
        max_tokens_per_book: 100_000,
        max_tokens: 300,
        timeout_seconds: 60,
        on_failure: 'fail',
      },
    },
    media: { aac_kbps: 64, mp3_kbps: 192, sample_rate_hz: 44_100 },
    web: {},
  }
}
