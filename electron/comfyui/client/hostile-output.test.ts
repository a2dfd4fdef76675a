import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { setStage, settled } from '../agent/test-stage.ts'
import type { Stage } from '../agent/test-stage.ts'
import { openDoor } from './test-door.ts'
import type { Door } from './test-door.ts'

let stage: Stage
let door: Door
beforeEach(async () => {
  stage = await setStage()
  door = await openDoor()
})
afterEach(async () => {
  await stage.close()
  await door.close()
})

const TRICKS = [
  '../../../../evil.flac',
  '/tmp/evil.flac',
  'C:\\evil.flac',
  '\\\\host\\share\\evil.flac',
  'a.x\\..\\..\\evil',
  'CON',
  'aux.flac.',
  '.bashrc',
  'x.command',
  'cover\u202Egnp.exe',
  `${'x'.repeat(900)}.flac`,
  'config/global.yaml',
]

/** Every file below a folder. */
async function filesOf(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => !path.startsWith('jobs.db'))
    .toSorted()
}

test('writes what a server calls by whatever names to the places of the job, and nowhere else', async () => {
  const before = await filesOf(stage.root)
  const files = TRICKS.map((filename) => ({ filename, subfolder: '../../..', type: 'output' }))
  door.answers['GET /object_info/Echo'] = () => ({ Echo: { input: { required: {} } } })
  door.answers['POST /prompt'] = ({ body }) => {
    const { prompt_id: id } = JSON.parse(body) as { prompt_id: string }
    door.answers[`GET /history/${id}`] = () => ({ [id]: { outputs: { '1': { files } }, status: { completed: true } } })
    return { prompt_id: id, number: 1, node_errors: {} }
  }
  door.answers['GET /view'] = (_asked, response) => void response.end('bytes')
  const ids = stage.addJobs(['told'])
  const agent = stage.newAgent({ servers: [{ name: 'hostile', url: door.url, slots: 1 }] })
  await agent.start()
  const [job] = await settled(stage.database, agent, ids)
  await agent.stop()
  expect(job?.errorTrace ?? job?.status).toBe('done')
  const written = (await filesOf(stage.root)).filter((path) => !before.includes(path))
  const endings = ['.flac', '.flac', '.flac', '.flac', '', '', '', '', '', '', '.flac', '.yaml']
  expect(written).toEqual(endings.map((ending, index) => join('out', `told_${index + 1}${ending}`)).toSorted())
  for (const path of written) await expect(readFile(join(stage.root, path), 'utf8')).resolves.toBe('bytes')
})
