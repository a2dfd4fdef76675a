import type { NewChunk } from '#electron/database/repositories/chunk.ts'
import { sha256Of } from '#electron/library/book-files.ts'
import type { Chapter } from '#shared/models/book.ts'
import type { JobInputValue } from '#shared/models/job.ts'
import { closingCredit, openingCredit, type CreditNames } from './credits.ts'
import { seedOf } from './seed.ts'
import { spokenTitle } from './spoken-title.ts'

/** The voice that a plan is made for: everything besides the text that changes how a chunk sounds. */
export interface Voice {
  workflowId: string
  /** Content hash of the graph and its mapping. */
  workflowVersion: string
  /** The narrator's parameters. */
  inputs: Record<string, JobInputValue>
  /** The recording to clone, relative to the workspace, and what it says where the workflow wants to know; its path is no part of any key. */
  sample: { path: string; sha256: string; text: string | null } | null
  /** False where the workflow always speaks alike. */
  hasSeed: boolean
}

/** One chunk of a production in its place: chapter 0 is the opening credit, the closing one comes after the last. */
export interface PlannedChunk extends Omit<NewChunk, 'productionId' | 'jobId'> {
  seed: number
}

/** Plans every chunk of a book in the order in which it is heard: credits, announced titles and the text. */
export async function planSpeech(options: {
  chapters: AsyncIterable<Chapter> | Iterable<Chapter>
  credits: CreditNames
  voice: Voice
  shouldAnnounceChapters: boolean
}): Promise<PlannedChunk[]> {
  const { chapters, credits, voice } = options
  const planned: PlannedChunk[] = []
  const add = (chunk: Omit<PlannedChunk, 'audioKey' | 'seed'>) =>
    planned.push({ ...chunk, ...keyOf(chunk.text, voice) })
  const credit = (role: 'opening' | 'closing', chapterIndex: number, text: string) =>
    add({ chapterIndex, chunkIndex: 1, role, ending: 'chapter', text, source: null })

  credit('opening', 0, openingCredit(credits))
  let part: string | null = null
  let lastIndex = 0
  for await (const chapter of chapters) {
    lastIndex = chapter.index
    const announced = options.shouldAnnounceChapters ? spokenTitle(chapter, part) : null
    part = chapter.part
    let chunkIndex = 1
    if (announced !== null && !isBookTitle(announced, credits.title)) {
      const place = { chapterIndex: chapter.index, chunkIndex: chunkIndex++ }
      add({ ...place, role: 'title', ending: 'chapter', text: announced, source: null })
    }
    for (const chunk of chapter.chunks) {
      const place = { chapterIndex: chapter.index, chunkIndex: chunkIndex++ }
      add({ ...place, role: 'text', ending: chunk.ending, text: chunk.text, source: chunk.source })
    }
  }
  credit('closing', lastIndex + 1, closingCredit(credits))
  return planned
}

/** Equal plans have equal keys: same places, same roles, same sound. */
export function planKey(planned: readonly PlannedChunk[]): string {
  const rows = planned.map((chunk) => [chunk.chapterIndex, chunk.chunkIndex, chunk.role, chunk.ending, chunk.audioKey])
  return sha256Of(JSON.stringify(rows))
}

/** The name of the sound that a voice makes of a text. It holds no path, time or process id, so it survives every move; the seed follows from it. */
export function keyOf(text: string, voice: Voice): { audioKey: string; seed: number } {
  const inputs = Object.entries(voice.inputs).sort(([a], [b]) => (a < b ? -1 : 1))
  const facts = [text, voice.workflowId, voice.workflowVersion, inputs, voice.sample?.sha256 ?? null]
  // Left out where there is none, so that the keys of sounds from before stay as they are.
  if (voice.sample !== null && voice.sample.text !== null) facts.push(voice.sample.text)
  const base = sha256Of(JSON.stringify(facts))
  const seed = seedOf(base)
  return { audioKey: sha256Of(`${base} ${seed}`).slice(0, 32), seed }
}

function isBookTitle(announced: string, title: string): boolean {
  const bare = (text: string) =>
    text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '')
  return bare(announced) === bare(title)
}
