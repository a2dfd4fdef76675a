import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../open-database.ts'

test('a job that somebody cancelled is no failure of its server', () => {
  const dir = mkdtempSync(join(tmpdir(), 'e3-server-work-'))
  const database = openDatabase(join(dir, 'e3.db'), { access: 'write' })
  const job = { jobType: 'SPEECH', workflowId: 'w', priority: 50, retryLimit: 0, inputs: {}, metadata: {} } as const
  const [failed = 0, cancelled = 0] = database.jobs.enqueue(
    ['a', 'b'].map((configName) => ({ ...job, configName, productionId: null, outputPath: configName })),
  )
  for (const { id } of database.jobs.lease({ workerId: 'agent', leaseMs: 60_000, limit: 2 })) {
    database.jobs.recordPrompt(id, { promptId: `prompt-${id}`, serverName: 'gpu-box', graphHash: 'x' })
  }
  database.jobs.fail(failed, { errorClass: 'outOfMemory', errorTrace: 'The memory was full.' })
  database.jobs.fail(cancelled, { errorClass: 'cancelled', errorTrace: 'The production was cancelled.' })
  expect(database.serverWork.latestFailure('gpu-box', '')?.message).toBe('The memory was full.')
  database.close()
  rmSync(dir, { recursive: true })
})
