import { expect, test } from 'vitest'
import type { JobFilesState, JobFileTrouble } from '#shared/models/job-file.ts'
import { asSentence, leftOutSentence, nameAndFolder, stuckFiles, stuckSentence } from './job-files-words.ts'

const trouble = (kind: JobFileTrouble['kind']): JobFileTrouble => ({
  path: `speech/${kind}`,
  kind,
  problems: [],
  jobId: null,
})
const stateOf = (unusable: number, ...kinds: JobFileTrouble['kind'][]): JobFilesState => ({
  folder: 'jobs',
  notice: null,
  unusable,
  troubles: kinds.map(trouble),
})

test('counts the files that cannot be used, and leaves failed jobs to the queue', () => {
  expect(stuckSentence(stateOf(1, 'unusable', 'failed'))).toBe('1 job file cannot be used.')
  expect(stuckSentence(stateOf(3, 'unusable', 'unusable', 'unusable'))).toBe('3 job files cannot be used.')
  expect(stuckSentence(stateOf(0, 'failed'))).toBeNull()
  expect(stuckFiles(stateOf(1, 'unusable', 'failed')).map(({ kind }) => kind)).toEqual(['unusable'])
})

test('tells of finished files that stay, and of what a long list leaves out', () => {
  expect(stuckSentence(stateOf(0, 'unmoved'))).toBe('1 job file cannot be moved although all is done.')
  expect(leftOutSentence(stateOf(1200, 'unusable', 'unmoved'))).toBe('And 1,199 more files.')
  expect(leftOutSentence(stateOf(1, 'unusable'))).toBeNull()
})

test('writes names and problems as people do', () => {
  expect(nameAndFolder('speech/a.yaml')).toEqual({ name: 'a.yaml', folder: 'speech' })
  expect(nameAndFolder('a.yaml')).toEqual({ name: 'a.yaml', folder: '' })
  expect(asSentence('line 3: priority')).toBe('Line 3: priority')
})
