import { afterEach, beforeEach, expect, test } from 'vitest'
import { eventually } from './eventually.ts'
import { FullDisk } from './full-disk.ts'
import { PHASES, reach } from './phases.ts'
import { setRecoveryStage, TEXTS } from './recovery-stage.ts'
import type { Result } from './recovery-stage.ts'

let disk: FullDisk
beforeEach(async () => {
  disk = await FullDisk.fit()
})
afterEach(() => disk.remove())

/** A result that found no room is not rendered again; each other job has its file. */
function expectNothingLost({ ends, rendered, files }: Result): void {
  expect(ends.filter((end) => end !== 'done' && end !== 'unwritable')).toEqual([])
  expect(rendered).toEqual(TEXTS)
  const done = TEXTS.filter((_text, index) => ends[index] === 'done')
  expect(files).toEqual(Object.fromEntries(done.map((text) => [`${text}.txt`, 'whole'])))
}

test.for(PHASES)('goes on when the disk is full for a while and a job is %s', async (phase) => {
  const stage = await setRecoveryStage()
  try {
    const { letGo } = await reach(stage, phase, 'here', { database: disk.holding(stage.database) })
    disk.isFull = true
    letGo()
    await eventually('something was refused', () => disk.refusals > 0)
    await eventually('the server has done what it had', async () => (await stage.promptsLeft()) === 0)
    disk.isFull = false
    expectNothingLost(await stage.result())
  } finally {
    await stage.close()
  }
})

test.for(PHASES)(
  'fails what finds no room when only the disk of the outputs is full and a job is %s',
  async (phase) => {
    const stage = await setRecoveryStage()
    try {
      const { letGo } = await reach(stage, phase, 'here')
      disk.isFull = true
      letGo()
      const result = await stage.result()
      expectNothingLost(result)
      expect(result.ends).toEqual([
        phase === 'fetched but not recorded' ? 'done' : 'unwritable',
        'unwritable',
        'unwritable',
      ])
    } finally {
      await stage.close()
    }
  },
)
