import type { CoverRequest } from '../cover/cover-request.ts'
import type { WordsRequest } from '../cover/set-words.ts'
import type { Audio, Image } from '../media.ts'
import type { ShapeRequest } from './shape-audio.ts'

/** What a speech task needs; the module is compiled once and shared. */
export interface SpeakRequest {
  flite: WebAssembly.Module
  voice: string
  text: string
  durationStretch: number
}

/** Work for a worker thread, by kind: what goes in and what comes out. */
export interface WorkerTasks {
  speak: { request: SpeakRequest; result: Audio }
  encodeFlac: { request: { audio: Audio }; result: Uint8Array }
  shapeAudio: { request: ShapeRequest; result: Audio[] }
  decodeAudio: { request: { bytes: Uint8Array }; result: Audio }
  encodePng: { request: { image: Image }; result: Uint8Array }
  drawCover: { request: CoverRequest; result: { image: Image; missing: string[] } }
  setWords: { request: WordsRequest; result: { image: Image; missing: string[]; contrast: number } }
}

export type TaskKind = keyof WorkerTasks

/** A task on its way to a worker. */
export type WorkerRequest = { [K in TaskKind]: { kind: K; request: WorkerTasks[K]['request'] } }[TaskKind]

/** A worker's answer. */
export type WorkerReply = { ok: true; result: unknown } | { ok: false; message: string; exceptionType: string }
