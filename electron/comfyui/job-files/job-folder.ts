import { lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readJobFileText } from './job-file-bytes.ts'
import { folderProblem, isMeantAsJobFile, JOB_FILE_FOLDERS, NOTE_ENDING } from './job-file-name.ts'
import { readJobFile, type JobFileDefaults, type JobFileDraft } from './job-file.ts'

/**
 * What a look at the folders has found. Paths are relative to the folder for job files, with `/`.
 *
 * `missing` comes at once, also for a file that has another content now, `gone` when the file has not come back under another name, and never while the folder may be
 * away; `noted` once for each file with a note of its problems beside it, even when the file itself is gone. `folder` is
 * the system's code for why it cannot be listed.
 */
export type Finding =
  | { kind: 'read'; path: string; signature: string; draft: JobFileDraft }
  | { kind: 'missing'; path: string }
  | { kind: 'gone'; path: string }
  | { kind: 'noted'; path: string }
  | { kind: 'folder'; problem: string | null }

/** What a look has left over. */
export interface LookResult {
  findings: Finding[]
  /** When the next look should come: at once while files wait to be read, soon while something is on its way. */
  pace: 'now' | 'soon' | 'later'
}

export interface JobFolderOptions {
  dir: string
  defaults: JobFileDefaults
  /** Before a text is parsed that is long enough to break its parser, and null when it has not. */
  onParse?: (path: string | null) => void
  /** Those that have broken it: each is left alone until it is changed. */
  skipped?: readonly string[]
  /** Files that were there when the studio was last open. */
  expected?: readonly string[]
}

/** One that was never empty says whose files are missing: an unplugged drive leaves an empty folder behind. */
const MARK = '.e3_job_files'
/** Unchanged for so long, a file is whole; longer when its last line has no end yet. */
const QUIET_MS = 300
const QUIET_WITHOUT_END_MS = 2000
/** Another program may keep a file open for so long before it is told. */
const LATER_MS = 10_000
/** A file that is gone may come back under another name. */
const GONE_MS = 1000
/** Nobody waits longer than this for a file that is being written. */
const STUCK_MS = 30_000
/** Of those that are known, so many are asked at each look whether they have changed. */
const CHECKED_A_LOOK = 500
const READ_A_LOOK = 500
const LONG_CHARACTERS = 10_000
const BY_NUMBER = new Intl.Collator('en', { numeric: true })

interface Known {
  signature: string
  /** Since when it has looked as it does. */
  sinceMs: number
  metMs: number
  isRead: boolean
}

/**
 * The watch folder as a series of looks: what has come, what has changed, what has gone.
 *
 * It blocks, so that a drive which hangs holds up nothing but the thread that it is looked at in. Times are those of a
 * clock that never jumps; a file's own time is only compared with itself.
 */
export class JobFolder {
  readonly #options: JobFolderOptions
  readonly #known = new Map<string, Known>()
  readonly #missing = new Map<string, number>()
  readonly #skipped: Set<string>
  /** Files whose absence is to be told at the next look. */
  readonly #expected: Set<string>
  readonly #tied: ReadonlySet<string>
  #problem: string | null = null
  #turn = 0
  #hasListed = false

  constructor(options: JobFolderOptions) {
    this.#options = options
    this.#skipped = new Set(options.skipped)
    this.#tied = new Set(options.expected)
    this.#expected = new Set(options.expected)
  }

  /** Makes the folders of the types; what cannot be made is told by the next look. */
  prepare(): void {
    for (const folder of JOB_FILE_FOLDERS) {
      try {
        mkdirSync(join(this.#options.dir, folder), { recursive: true })
      } catch {
        // The look that follows says what is wrong with it.
      }
    }
  }

  /** Reads the file anew, whether or not it has changed. */
  again(path: string): void {
    this.#known.delete(path)
  }

  /** Tells of these when they are not there. */
  expect(paths: readonly string[]): void {
    for (const path of paths) this.#expected.add(path)
  }

  look(nowMs: number): LookResult {
    const findings: Finding[] = []
    const { present, noted, isMarked, problem } = this.#list()
    if (problem !== this.#problem) findings.push({ kind: 'folder', problem })
    this.#problem = problem
    if (problem !== null) return { findings, pace: 'later' }

    if (present.size > 0 && !isMarked) this.#mark()
    if (!this.#hasListed) for (const path of noted) findings.push({ kind: 'noted', path })
    if (!this.#hasListed) this.expect([...noted])
    this.#hasListed = true
    this.#tellMissing(present, nowMs, findings)
    const pace = this.#readSettled(present, nowMs, findings)
    if (pace === 'later' && isMarked) this.#tellGone(nowMs, findings)
    return { findings, pace: pace === 'later' && this.#missing.size > 0 ? 'soon' : pace }
  }

  /** Those that have jobs first, which may have been renamed to others; then as they are numbered, since so they will run. */
  readonly #inOrder = (a: string, b: string): number =>
    Number(this.#tied.has(b)) - Number(this.#tied.has(a)) || BY_NUMBER.compare(a, b)

  #list(): { present: Set<string>; noted: Set<string>; isMarked: boolean; problem: string | null } {
    const present = new Set<string>()
    const noted = new Set<string>()
    let isMarked = false
    let problem: string | null = null
    try {
      for (const folder of JOB_FILE_FOLDERS) {
        for (const name of readdirSync(join(this.#options.dir, folder))) {
          const path = folder === '' ? name : `${folder}/${name}`
          if (path === MARK) isMarked = true
          if (isMeantAsJobFile(name)) present.add(path)
          else if (name.endsWith(NOTE_ENDING)) noted.add(path.slice(0, -NOTE_ENDING.length))
        }
      }
    } catch (error) {
      problem = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    }
    return { present, noted, isMarked, problem }
  }

  /** A folder that cannot be written has no mark: then no file of it counts as gone. */
  #mark(): void {
    try {
      writeFileSync(join(this.#options.dir, MARK), 'E3 Studio takes the job files of this folder.\n')
    } catch {
      return
    }
  }

  /** Reads what has not changed for a while. */
  #readSettled(present: ReadonlySet<string>, nowMs: number, findings: Finding[]): LookResult['pace'] {
    const newcomers = [...present].filter((path) => !this.#known.has(path))
    for (const path of newcomers.sort(this.#inOrder)) this.#meet(path, nowMs)
    const slices = Math.max(1, Math.ceil(present.size / CHECKED_A_LOOK))
    this.#turn = (this.#turn + 1) % slices
    let [reads, position] = [0, 0]
    let pace: LookResult['pace'] = 'later'
    for (const [path, known] of this.#known) {
      if (known.isRead && position++ % slices !== this.#turn) continue
      if (!known.isRead && reads >= READ_A_LOOK) return 'now'
      const entry = this.#meet(path, nowMs)
      if (entry === null || entry.isRead) continue
      if (known.isRead) findings.push({ kind: 'missing', path })
      const draft = this.#isQuiet(entry, nowMs) ? this.#read(path, entry, nowMs) : null
      if (draft) {
        reads++
        findings.push({ kind: 'read', path, signature: entry.signature, draft })
      } else if (nowMs - entry.metMs < STUCK_MS) pace = 'soon'
    }
    return pace
  }

  /** The file as it is now; null when it has vanished since it was listed, or cannot be asked. */
  #meet(path: string, nowMs: number): Known | null {
    const known = this.#known.get(path)
    const signature = signatureOf(join(this.#options.dir, path))
    if (signature === null || signature === known?.signature) return signature === null ? null : (known ?? null)
    const isRead = this.#skipped.delete(path)
    const entry = { signature, sinceMs: nowMs, metMs: known?.metMs ?? nowMs, isRead }
    this.#known.set(path, entry)
    return entry
  }

  #isQuiet({ signature, sinceMs }: Known, nowMs: number): boolean {
    return nowMs - sinceMs >= QUIET_MS && !signature.startsWith('0 ')
  }

  /** Null when it is to be looked at again. */
  #read(path: string, entry: Known, nowMs: number): JobFileDraft | null {
    const { dir, defaults, onParse } = this.#options
    const slash = path.lastIndexOf('/')
    const name = path.slice(slash + 1)
    const quietMs = nowMs - entry.sinceMs
    if (!/^\d/.test(entry.signature))
      return this.#refuse(name, entry, `it is ${entry.signature}, not a file: put the file itself here`)
    const found = readJobFileText(join(dir, path))
    if ('later' in found) return quietMs < LATER_MS ? null : this.#refuse(name, entry, found.later)
    if ('problem' in found) return this.#refuse(name, entry, found.problem)
    if (!/\n\s*$/.test(found.text) && quietMs < QUIET_WITHOUT_END_MS) return null
    const isLong = found.text.length > LONG_CHARACTERS
    if (isLong) onParse?.(path)
    const draft = readJobFile(name, found.text, defaults)
    if (isLong) onParse?.(null)
    // It was changed between two of these lines: what was read may be half of it.
    if (this.#meet(path, nowMs) !== entry) return null
    entry.isRead = true
    const problem = draft.jobType && folderProblem(path.slice(0, Math.max(0, slash)), draft.jobType)
    if (problem) draft.problems.push({ line: null, message: problem })
    return draft
  }

  #refuse(name: string, entry: Known, message: string): JobFileDraft {
    entry.isRead = true
    const draft = readJobFile(name, '', this.#options.defaults)
    return { ...draft, problems: [{ line: null, message }] }
  }

  #tellMissing(present: ReadonlySet<string>, nowMs: number, findings: Finding[]): void {
    const absent = [...this.#known.keys(), ...this.#expected].filter((path) => !present.has(path))
    for (const path of absent) {
      this.#known.delete(path)
      if (this.#missing.has(path)) continue
      this.#missing.set(path, nowMs)
      findings.push({ kind: 'missing', path })
    }
    this.#expected.clear()
    for (const path of this.#missing.keys()) if (present.has(path)) this.#missing.delete(path)
  }

  #tellGone(nowMs: number, findings: Finding[]): void {
    for (const [path, sinceMs] of this.#missing) {
      if (nowMs - sinceMs < GONE_MS) continue
      this.#missing.delete(path)
      findings.push({ kind: 'gone', path })
    }
  }
}

/** What tells two versions of a file apart; null for one that is not there or cannot be asked. */
export function signatureOf(place: string): string | null {
  try {
    const found = lstatSync(place)
    if (found.isFile()) return `${found.size} ${found.mtimeMs}`
    if (found.isDirectory()) return 'a folder'
    return found.isSymbolicLink() ? 'a link' : 'a device or a pipe'
  } catch {
    return null
  }
}
