import { constants } from 'node:fs'
import { access, chmod } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { AppError, messageOf } from '#shared/models/app-error.ts'
import { runProgram } from './run-program.ts'

/** A pair of programs that can make an audiobook; `locateFfmpeg` finds it. */
export interface Ffmpeg {
  ffmpeg: string
  ffprobe: string
  /** As the program says it: `5.1.9-0+deb12u1`, `N-47683-g0e8eb07980-static`. */
  version: string
  source: 'configured' | 'path' | 'bundled'
}

/** Older ones on PATH are passed over in favour of the bundled program, whose quirks are known. */
const LEAST_MAJOR_ON_PATH = 5

const NEEDED = {
  encoders: ['aac', 'libmp3lame', 'flac', 'mjpeg'],
  filters: [
    ...['aresample', 'asplit', 'anullsrc', 'afade', 'areverse', 'pan', 'volume', 'volumedetect', 'scale'],
    ...['aformat', 'highpass', 'alimiter', 'adeclick', 'overlay', 'fade'],
  ],
}

const EXE = process.platform === 'win32' ? '.exe' : ''
const require = createRequire(import.meta.url)

/** Paths from the configuration; an empty one counts as none. */
export interface FfmpegPaths {
  ffmpegPath?: string | undefined
  ffprobePath?: string | undefined
}

interface Candidate {
  ffmpeg: string
  ffprobe: string
  source: Ffmpeg['source']
}

/**
 * Finds the ffmpeg to use: the configured one, else one on PATH of version 5 or later, else the bundled one.
 *
 * `media.ffmpegMissing` when none starts, `media.ffmpegIncapable` when one lacks an encoder or filter.
 */
export async function locateFfmpeg(options: FfmpegPaths = {}): Promise<Ffmpeg> {
  if (options.ffmpegPath) {
    const ffmpeg = options.ffmpegPath
    const ffprobe = options.ffprobePath || join(dirname(ffmpeg), `ffprobe${EXE}`)
    return inspect({ ffmpeg, ffprobe, source: 'configured' })
  }
  const ffprobe = options.ffprobePath ? { ffprobe: options.ffprobePath } : {}
  const onPath = await findOnPath()
  if (onPath) {
    const found = await inspect({ ...onPath, ...ffprobe }).catch((error: unknown) => messageOf(error))
    if (typeof found !== 'string' && majorOf(found.version) >= LEAST_MAJOR_ON_PATH) return found
  }
  return inspect({ ...(await findBundled()), ...ffprobe })
}

async function inspect(candidate: Candidate): Promise<Ffmpeg> {
  const { ffmpeg, ffprobe } = candidate
  const [version, encoders, filters] = await Promise.all([
    ask(ffmpeg, '-version'),
    ask(ffmpeg, '-encoders'),
    ask(ffmpeg, '-filters'),
    ask(ffprobe, '-version'),
  ])
  const missing = [
    ...NEEDED.encoders.filter((name) => !hasName(encoders, name)).map((name) => `encoder ${name}`),
    ...NEEDED.filters.filter((name) => !hasName(filters, name)).map((name) => `filter ${name}`),
  ]
  if (missing.length > 0) {
    const message = `${ffmpeg} lacks ${missing.join(', ')}. Set media.ffmpeg_path to a full build of ffmpeg.`
    throw new AppError('media.ffmpegIncapable', message, { data: { missing } })
  }
  return { ...candidate, version: /version (\S+)/.exec(version)?.[1] ?? 'unknown' }
}

async function ask(program: string, option: string): Promise<string> {
  const lines: string[] = []
  try {
    await runProgram(program, ['-hide_banner', option], undefined, (line) => lines.push(line))
  } catch (error: unknown) {
    const message = `${program} does not run. Install ffmpeg, or set media.ffmpeg_path and media.ffprobe_path.`
    throw new AppError('media.ffmpegMissing', message, { cause: error })
  }
  return lines.join('\n')
}

/** A table row is ` A..... aac   AAC (Advanced Audio Coding)`: flags, name, description. */
function hasName(table: string, name: string): boolean {
  return new RegExp(`^ \\S+ +${name} `, 'm').test(table)
}

/** Builds from git are called `N-47683-…` and tell no version. */
function majorOf(version: string): number {
  return Number(/^n?(\d+)\./.exec(version)?.[1] ?? 0)
}

async function findOnPath(): Promise<Candidate | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const ffmpeg = join(folder, `ffmpeg${EXE}`)
    const ffprobe = join(folder, `ffprobe${EXE}`)
    if (folder !== '' && (await isExecutable(ffmpeg)) && (await isExecutable(ffprobe))) {
      return { ffmpeg, ffprobe, source: 'path' }
    }
  }
  return undefined
}

async function findBundled(): Promise<Candidate> {
  const [ffmpeg, ffprobe] = await Promise.all([
    bundled('ffmpeg', () => require('@ffmpeg-installer/ffmpeg')),
    bundled('ffprobe', () => require('@ffprobe-installer/ffprobe')),
  ])
  return { ffmpeg, ffprobe, source: 'bundled' }
}

async function bundled(name: string, load: () => unknown): Promise<string> {
  try {
    // The packages throw bare strings where they have no binary for this platform.
    const installed = load() as { path: string }
    // A program inside an archive cannot be started; the packager unpacks it beside.
    const program = installed.path.replace(/app\.asar(?!\.unpacked)/, 'app.asar.unpacked')
    // npm unpacks ffprobe without the executable bit where install scripts are off.
    if (!(await isExecutable(program))) await chmod(program, 0o755)
    return program
  } catch (error: unknown) {
    const message = `No usable ${name} was found on this computer. Install ffmpeg 5 or later, or set media.${name}_path.`
    throw new AppError('media.ffmpegMissing', message, { cause: error })
  }
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  )
}
