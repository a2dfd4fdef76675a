import { appendFile, mkdir, mkdtemp, readdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { JobFolder, type Finding } from './job-folder.ts'

const NAME = 'SPEECH_20261122120000_1_hello.yaml'
const TEXT = 'job_type: SPEECH\nworkflow_id: echo\ninputs: { text: Grüße }\noutputs: { file_path: out/hello }\n'
const DEFAULTS = { priority: 50, retryLimit: 2 }

let dir: string
let folder: JobFolder
let nowMs = 0

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-folder-'))
  folder = open()
})
afterEach(() => rm(dir, { recursive: true, force: true }))

function open(expected: string[] = []): JobFolder {
  const opened = new JobFolder({ dir, defaults: DEFAULTS, expected })
  opened.prepare()
  return opened
}

/** What a look finds, so much later. */
function look(laterMs = 400): Finding[] {
  nowMs += laterMs
  return folder.look(nowMs).findings
}

const speech = (name: string) => join(dir, 'speech', name)
const paths = (findings: Finding[], kind: Finding['kind']) =>
  findings.flatMap((finding) => (finding.kind === kind && 'path' in finding ? finding.path : []))
const problems = (findings: Finding[]) =>
  findings.flatMap((finding) => (finding.kind === 'read' ? finding.draft.problems.map(({ message }) => message) : []))

test('reads a file that two looks have found alike, and again when it has changed', async () => {
  await writeFile(speech(NAME), TEXT)
  expect(look()).toEqual([])
  expect(paths(look(), 'read')).toEqual([`speech/${NAME}`])
  expect(look()).toEqual([])
  await appendFile(speech(NAME), '# more\n')
  expect(paths([...look(), ...look()], 'read')).toEqual([`speech/${NAME}`])
})

test('waits for a file that is being written, whatever its time of change says', async () => {
  await writeFile(speech(NAME), '')
  look()
  expect(look()).toEqual([])
  for (const line of TEXT.split('\n')) {
    await appendFile(speech(NAME), `${line}\n`)
    await utimes(speech(NAME), 4e9, 4e9)
    expect(look()).toEqual([])
  }
  expect(paths(look(), 'read')).toHaveLength(1)
})

test('gives a file whose last line has no end more time to get one', async () => {
  await writeFile(speech(NAME), TEXT.trimEnd())
  look()
  expect(look()).toEqual([])
  expect(paths(look(2000), 'read')).toHaveLength(1)
})

test('passes over what systems, editors and downloads leave, and takes a file once it has its name', async () => {
  const others = [
    `${NAME}.part`,
    `${NAME}.tmp`,
    `~${NAME}`,
    `.${NAME}.swp`,
    `._${NAME}`,
    `.~lock.${NAME}#`,
    `#${NAME}#`,
  ]
  const more = [`${NAME}~`, `${NAME}.crdownload`, 'Thumbs.db', 'desktop.ini', '.DS_Store', `${NAME}.error.txt`]
  for (const name of [...others, ...more]) await writeFile(speech(name), TEXT)
  look()
  expect(paths(look(), 'read')).toEqual([])
  await rename(speech(`${NAME}.part`), speech(NAME))
  expect(paths([...look(), ...look()], 'read')).toEqual([`speech/${NAME}`])
})

const utf16be = Buffer.from(`\ufeff${TEXT}`, 'utf16le').swap16()
test.each([
  ['a byte order mark', Buffer.from(`\ufeff${TEXT}`)],
  ['lines that end as on Windows', Buffer.from(TEXT.replaceAll('\n', '\r\n'))],
  ['UTF-16 with a mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
  ['UTF-16 without one', Buffer.from(TEXT, 'utf16le')],
  ['UTF-16 the other way round', utf16be],
])('understands %s', async (_what, bytes) => {
  await writeFile(speech(NAME.replace('.yaml', '.YML')), bytes)
  look()
  const [finding] = look()
  expect(finding).toMatchObject({ draft: { inputs: { text: 'Grüße' }, problems: [] } })
})

test('refuses bytes that are no text by their line, and what is far too long without reading it', async () => {
  await writeFile(speech(NAME), Buffer.from(TEXT, 'latin1'))
  await writeFile(speech(NAME.replace('1', '2')), 'x'.repeat(1_000_001))
  look()
  expect(problems(look()).sort()).toEqual([
    'it has 1000001 bytes, at most 1000000 are read',
    'it is not in UTF-8, as its line 3 shows. Save it with that encoding',
  ])
})

test('opens nothing but files', async () => {
  await mkdir(speech('SPEECH_x_1_folder.yaml'))
  await symlink('/etc/hostname', speech('SPEECH_x_2_link.yaml'))
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(speech('SPEECH_x_3_pipe.yaml'), resolve))
  look()
  const told = problems(look())
  await new Promise((resolve) => server.close(resolve))
  expect(told.map((problem) => problem.split(',')[0])).toEqual([
    'it is a folder',
    'it is a link',
    'it is a device or a pipe',
  ])
})

test('says where a file belongs that lies in the wrong folder', async () => {
  await writeFile(join(dir, 'image', NAME), TEXT)
  await writeFile(join(dir, NAME), TEXT)
  look()
  expect(problems(look()).sort()).toEqual([
    'it lies beside the folders of the types, but a file of type SPEECH belongs into "speech": move it there',
    'it lies in the folder "image", but a file of type SPEECH belongs into "speech": move it there',
  ])
})

test('reads many in the order of their numbers', async () => {
  for (const index of [10, 9, 100, 1]) await writeFile(speech(`SPEECH_x_${index}_a.yaml`), TEXT)
  look()
  expect(paths(look(), 'read')).toEqual([1, 9, 10, 100].map((index) => `speech/SPEECH_x_${index}_a.yaml`))
})

test('tells at once that a file is missing, and later that it is gone, when nothing else is on its way', async () => {
  await writeFile(speech(NAME), TEXT)
  look()
  look()
  await rename(speech(NAME), speech('SPEECH_x_1_other.yaml'))
  expect(paths(look(), 'missing')).toEqual([`speech/${NAME}`])
  const later = look(1500)
  expect([paths(later, 'read'), paths(later, 'gone')]).toEqual([['speech/SPEECH_x_1_other.yaml'], [`speech/${NAME}`]])
})

test('takes no file for gone while its folder is away, and tells that once', async () => {
  await writeFile(speech(NAME), TEXT)
  look()
  look()
  await rename(dir, `${dir}-away`)
  expect([...look(), ...look(5000)]).toEqual([{ kind: 'folder', problem: 'ENOENT' }])
  // An unplugged drive leaves the folder that it was mounted on.
  await mkdir(dir)
  for (const name of await readdir(`${dir}-away`)) if (!name.startsWith('.')) await mkdir(join(dir, name))
  expect(paths([...look(), ...look(5000), ...look(5000)], 'gone')).toEqual([])
  await rm(dir, { recursive: true })
  await rename(`${dir}-away`, dir)
  expect(paths([...look(), ...look(), ...look(5000)], 'read')).toEqual([`speech/${NAME}`])
})

test('tells of a file that was removed while nobody looked, and of a note that was left behind', async () => {
  await writeFile(speech(NAME), TEXT)
  look()
  await writeFile(speech('SPEECH_x_1_old.yaml.error.txt'), 'E3 Studio: …')
  await rm(speech(NAME))
  folder = open([`speech/${NAME}`])
  expect(paths(look(), 'noted')).toEqual(['speech/SPEECH_x_1_old.yaml'])
  expect(paths(look(5000), 'gone').sort()).toEqual([`speech/${NAME}`, 'speech/SPEECH_x_1_old.yaml'].sort())
})
