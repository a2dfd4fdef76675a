import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { locateFfmpeg } from '#electron/audio/ffmpeg.ts'
import { openDatabase, type Database } from '#electron/database/open-database.ts'
import { e3, e3Json, startE3 } from '../e3-process.ts'

const SENTENCES = 'The river ran on through the night. Nobody saw the boat, and nobody heard the oars. '

let dir: string
let narrators: { narratorId: string; voice: string }[]

/** A fresh workspace, made once and copied: recording the narrators' samples takes its time. */
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-produce-'))
  const root = join(dir, 'fresh')
  await e3Json(['init'], root)
  narrators = (await e3Json<{ narrators: typeof narrators }>(['narrators'], root)).narrators
}, 120_000)
afterAll(() => rm(dir, { recursive: true, force: true }))

interface Produced {
  productionId: number
  bookId: string
  narratorId: string
  durationSeconds: number
  chapters: number
  files: { kind: string; path: string; bytes: number }[]
}

/** A workspace of its own with a book in it; every paragraph differs, so that each chunk is a job. */
async function workspaceWithBook(name: string, paragraphs: number): Promise<{ root: string; book: string }> {
  const root = join(dir, name)
  await cp(join(dir, 'fresh'), root, { recursive: true })
  const chapter = (number: string) => {
    const text = Array.from({ length: paragraphs }, (_, index) => {
      return `<p>In chapter ${number} this is paragraph number ${index + 1}. ${SENTENCES.repeat(3)}</p>`
    })
    return `<div class="chapter"><h2>CHAPTER ${number}</h2>${text.join('\n')}</div>`
  }
  const body = ['I', 'II', 'III'].map(chapter).join('\n')
  const book = join(root, 'book.html')
  await writeFile(book, `<html lang="en"><body><h1>The Night Boat</h1>${body}</body></html>`)
  return { root, book }
}

function withVoice(voice: string): string {
  return narrators.find((narrator) => narrator.voice === voice)!.narratorId
}

async function probe(file: string) {
  const { ffprobe } = await locateFfmpeg()
  const show = ['-show_chapters', '-show_streams', '-show_format', '-print_format', 'json', '-loglevel', 'error']
  const { stdout } = await promisify(execFile)(ffprobe, [...show, file])
  return JSON.parse(stdout) as {
    chapters: { start_time: string; end_time: string; tags: { title: string } }[]
    streams: { codec_type: string; codec_name: string; disposition: { attached_pic: number } }[]
    format: { duration: string; tags: Record<string, string> }
  }
}

function withDatabase<Result>(root: string, look: (database: Database) => Result): Result {
  const database = openDatabase(join(root, 'database', 'alpha_e3_agent.db'), { access: 'read' })
  try {
    return look(database)
  } finally {
    database.close()
  }
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await wait(5)
}

/** All that a listener would notice of a production. */
async function heard(root: string, { files, durationSeconds, chapters }: Produced) {
  const m4b = await probe(join(root, files[0]!.path))
  const marks = m4b.chapters.map(({ start_time, end_time, tags }) => `${tags.title} ${start_time}–${end_time}`)
  return { durationSeconds, chapters, marks, kinds: files.map(({ kind }) => kind) }
}

test('makes an M4B with chapters, tags and a cover of a file, prints its path first, and finds it done the next time', async () => {
  const { root, book } = await workspaceWithBook('whole', 1)
  const narrator = withVoice('kal16')
  const { code, stdout, stderr } = await e3(['produce', book, '--narrator', narrator], root)
  expect({ code, failure: code === 0 ? '' : stderr }).toEqual({ code: 0, failure: '' })
  const [first = '', ...others] = stdout.trimEnd().split('\n')
  expect(first.startsWith(join(root, 'foundry', 'alpha'))).toBe(true)
  expect(first).toMatch(/\.m4b$/)
  expect(others.filter((path) => path.endsWith('.mp3'))).toHaveLength(3)

  const m4b = await probe(first)
  expect(m4b.chapters.map(({ tags }) => tags.title)).toEqual(
    ['Chapter I', 'Chapter II', 'Chapter III'].map(
      (title) => expect.stringMatching(new RegExp(`^${title}$`, 'i')) as string,
    ),
  )
  expect(m4b.format.tags).toMatchObject({ title: 'The Night Boat' })
  expect(m4b.streams.some(({ disposition }) => disposition.attached_pic === 1)).toBe(true)

  const again = await e3Json<Produced>(['produce', book, '--narrator', narrator], root)
  expect(join(root, again.files[0]!.path)).toBe(first)
  expect(again).toMatchObject({ narratorId: narrator, chapters: 3 })
  expect(Math.abs(again.durationSeconds - Number(m4b.format.duration))).toBeLessThan(0.5)
  expect(withDatabase(root, ({ jobs }) => jobs.list().every(({ runCount }) => runCount === 1))).toBe(true)

  for (const list of ['titles', 'narrators', 'productions', 'jobs', 'status', 'health']) {
    const answer = await e3([list, '--json'], root)
    expect({ list, code: answer.code, stderr: answer.stderr }).toEqual({ list, code: 0, stderr: '' })
    expect(() => JSON.parse(answer.stdout) as unknown).not.toThrow()
  }
})

test('killed at any moment and run again, it ends as if nothing had happened', async () => {
  const calm = await workspaceWithBook('calm', 4)
  const narrator = withVoice('kal16')
  const expected = await heard(
    calm.root,
    await e3Json<Produced>(['produce', calm.book, '--narrator', narrator], calm.root),
  )

  const { root, book } = await workspaceWithBook('killed', 4)
  const isDone = (jobs: number) => () => withDatabase(root, (database) => database.jobs.counts().done >= jobs)
  const isSpoken = () =>
    withDatabase(root, ({ productions }) => productions.list()[0]?.steps.audio_generation === 'completed')
  for (const moment of [isDone(1), isDone(5), isSpoken]) {
    const { child, finished } = startE3(['produce', book, '--narrator', narrator], root)
    await Promise.race([until(moment), finished])
    child.kill('SIGKILL')
    await finished
  }
  const produced = await e3Json<Produced>(['produce', book, '--narrator', narrator], root)
  expect(await heard(root, produced)).toEqual(expected)
  const names = withDatabase(root, ({ jobs }) => jobs.list().map(({ configName }) => configName))
  expect(names).toHaveLength(withDatabase(calm.root, ({ jobs }) => jobs.list().length))
  const left = await readdir(join(root, 'foundry'), { recursive: true })
  expect(left.filter((name) => basename(name).endsWith('.part'))).toEqual([])
}, 120_000)

test.each(['SIGINT', 'SIGTERM'] as const)('stops cleanly on %s and says how to go on', async (signal) => {
  const { root, book } = await workspaceWithBook(signal, 4)
  const narrator = withVoice('awb')
  const { child, finished } = startE3(['produce', book, '--narrator', narrator], root)
  await until(() => withDatabase(root, ({ jobs }) => jobs.counts().done >= 1))
  // As a terminal does it: every process of the group gets the signal.
  process.kill(-child.pid!, signal)
  const { code, stdout, stderr } = await finished
  expect({ code, stdout }).toEqual({ code: signal === 'SIGINT' ? 130 : 143, stdout: '' })
  expect(stderr).toMatch(/Go on with: e3 produce x[0-9a-f]{12} --narrator \w+\n$/)
  expect(withDatabase(root, ({ productions }) => productions.list()[0]?.status)).toBe('paused')
})

test('says what it waits for when no server can speak with the narrator', async () => {
  const { root, book } = await workspaceWithBook('alone', 1)
  const database = openDatabase(join(root, 'database', 'alpha_e3_agent.db'), { access: 'write' })
  const [narrator] = database.narrators.list()
  database.narrators.upsert({ ...narrator!, voiceModel: 'T2S_kokoro_v1', parameters: {} })
  database.close()
  const config = join(root, 'config', 'global_alpha.yaml')
  const servers = await readFile(config, 'utf8')
  await writeFile(
    config,
    servers.replace('- name: embedded\n      url: embedded', '- name: cellar\n      url: http://127.0.0.1:9'),
  )
  const { child, finished } = startE3(['produce', book, '--narrator', narrator!.narratorId], root)
  let said = ''
  child.stderr!.on('data', (piece: Buffer) => (said += piece.toString()))
  await until(() => said.includes('is away') || child.exitCode !== null)
  process.kill(-child.pid!, 'SIGINT')
  expect((await finished).stderr).toMatch(/^The server cellar is away: .*cannot be reached/m)
})
