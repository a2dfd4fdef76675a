import type { ProductionCard } from '#shared/models/production-card.ts'

/** A production of which only `changes` matter. */
export function testProduction(changes: Partial<ProductionCard>): ProductionCard {
  return {
    id: 1,
    bookId: 'pg98',
    title: 'A Tale of Two Cities',
    author: 'Charles Dickens',
    coverVersion: '1',
    narratorId: 'narrator_001',
    narratorName: 'Kal',
    status: 'pending',
    steps: {
      parse_novel: 'completed',
      metadata: 'completed',
      audio_generation: 'pending',
      audio_files_moved: 'pending',
      audio_combination_planned: 'pending',
      audio_combination: 'pending',
      image_prompts: 'pending',
      image_jobs_generation: 'pending',
      image_generation: 'pending',
      subtitle_generation: 'pending',
      video_generation: 'pending',
    },
    skippedSteps: [],
    chunksDone: 0,
    chunksFailed: 0,
    chunksTotal: 0,
    progress: 0,
    activity: null,
    charactersPerSecond: null,
    etaMs: null,
    isHeldByQueue: false,
    serverSeconds: 0,
    audioDurationSeconds: 0,
    error: null,
    createdAt: '2026-11-22T07:00:00Z',
    updatedAt: '2026-11-22T07:00:00Z',
    ...changes,
  }
}
