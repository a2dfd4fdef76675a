import { expect, it } from 'vitest'
import type { QueueLine } from '#electron/database/repositories/queue.ts'
import { labelOf } from './job-label.ts'

const line: QueueLine = {
  id: 7,
  configName: 'SPEECH_20261122120000_0001_fables',
  jobType: 'SPEECH',
  workflowId: 'T2S_flite_v1',
  status: 'pending',
  priority: 50,
  retriesAttempted: 0,
  retryLimit: 2,
  productionId: 1,
  serverName: null,
  startTime: null,
  endTime: null,
  durationS: null,
  errorClass: null,
  bookId: 'pg1',
  title: 'Six Fables',
  role: 'text',
  chapterIndex: 3,
  chunkIndex: 2,
  chapterTitle: 'The Fox and the Crow',
  pictureKind: null,
  auditionOf: null,
}

it.each<[Partial<QueueLine>, string]>([
  [{}, 'The Fox and the Crow of Six Fables, 2nd passage'],
  [{ chunkIndex: 11 }, 'The Fox and the Crow of Six Fables, 11th passage'],
  [{ chunkIndex: 121 }, 'The Fox and the Crow of Six Fables, 121st passage'],
  [{ role: 'title' }, 'Heading of The Fox and the Crow of Six Fables'],
  [{ chapterTitle: null }, 'Section 3 of Six Fables, 2nd passage'],
  [{ role: 'opening' }, 'Opening credits of Six Fables'],
  [{ role: 'closing' }, 'Closing credits of Six Fables'],
  [{ role: null, jobType: 'T2I' }, 'Cover of Six Fables'],
  [{ role: null, jobType: 'T2I', pictureKind: 'cover' }, 'Cover of Six Fables'],
  [{ role: null, jobType: 'T2I', pictureKind: 'thumbnail' }, 'Thumbnail of Six Fables'],
  [{ role: null, jobType: 'T2I', pictureKind: 'scene' }, 'Scene in The Fox and the Crow of Six Fables'],
  [{ role: null }, 'An earlier passage of Six Fables'],
  [{ title: null, role: null }, 'SPEECH_20261122120000_0001_fables'],
  [{ title: null, role: null, auditionOf: 'Nora' }, 'Audition of Nora'],
])('says what a job makes: %o', (differences, label) => {
  expect(labelOf({ ...line, ...differences })).toBe(label)
})
