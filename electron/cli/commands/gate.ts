import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { locateFfmpeg, type Ffmpeg } from '#electron/audio/ffmpeg.ts'
import { SoundMeasurer } from '#electron/audio/measuring/sound-measurer.ts'
import { runPool } from '#electron/audio/run-pool.ts'
import { openWorkspace } from '#electron/config/workspace.ts'
import { writeFileAtomic } from '#electron/library/atomic-file.ts'
import { readPicture } from '#electron/production/pictures/picture-file.ts'
import { sha256OfFile } from '#electron/library/file-hash.ts'
import type { GateFile } from '#electron/production/release/gate-file.ts'
import { measureFile } from '#electron/production/release/gate-measuring.ts'
import { judgeRelease } from '#electron/production/release/gate.ts'
import { loadProfiles } from '#electron/production/release/profiles.ts'
import { reportHtml } from '#electron/production/release/report-html.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { countOf } from '../format-values.ts'
import { gateLines } from '../gate-lines.ts'
import { interruptible } from '../interruption.ts'
import { createMeasuringDisplay } from '../measuring-display.ts'
import { bookOf, filesToJudge, type FileToJudge, type FilesToJudge } from '../files-to-judge.ts'

/** What `e3 gate` was asked for. */
export interface GateRequest {
  files: readonly string[]
  profile: string
  /** Where the printable report is written. */
  report?: string
}

/** `e3 gate`: measures files and judges them, whoever made them; opens no environment. */
export function gate(context: CommandContext, request: GateRequest): Promise<CommandResult> {
  return interruptible(
    context,
    async (signal) => {
      const { root, config } = openWorkspace(context.studio)
      const profile = loadProfiles(root, context.studio.processEnv).requireProfile(request.profile)
      const found = await filesToJudge(request.files)
      const ffmpeg = await locateFfmpeg({
        ffmpegPath: config.media.ffmpeg_path,
        ffprobePath: config.media.ffprobe_path,
      })
      const files = await measureAll(found.files, { ffmpeg, stderr: context.stderr, signal })
      if (files === null) return null
      const whole = found.isRelease ? { cover: await coverSize(found, ffmpeg) } : null
      const report = judgeRelease(profile, bookOf(files, found), files, { measuredAt: new Date().toISOString(), whole })
      if (request.report !== undefined) await writeFileAtomic(resolve(request.report), reportHtml(report))
      const lines = gateLines(report)
      if (report.verdict === 'pass') return { document: report, lines }
      const message = `${countOf(report.failedChecks, 'check')} of ${profile.name} failed.`
      const error = { code: 'gate.red', message }
      return { document: { ...report, error }, lines, problems: [message], exitCode: 1 }
    },
    () => 'Nothing was judged: measuring was stopped.',
  )
}

/** In the order of the files; null when it was stopped. */
async function measureAll(
  files: readonly FileToJudge[],
  { ffmpeg, stderr, signal }: { ffmpeg: Ffmpeg; stderr: NodeJS.WriteStream; signal: AbortSignal },
): Promise<GateFile[] | null> {
  const measurer = new SoundMeasurer()
  const display = createMeasuringDisplay(stderr, files)
  const measured = new Map<FileToJudge, GateFile>()
  try {
    await runPool(files, { concurrency: availableParallelism(), signal }, async (file, poolSignal) => {
      const onProgress = (measuredMs: number) => display.show(file, measuredMs)
      const found = await measureFile(file.path, { ffmpeg, measurer, signal: poolSignal, onProgress })
      const { builtSha256 } = file
      const origin = builtSha256 === undefined ? {} : { isUnchanged: (await sha256OfFile(file.path)) === builtSha256 }
      measured.set(file, { ...gateFile(file, found), ...origin })
      display.done(file)
    })
  } catch (error) {
    if (signal.aborted) return null
    throw error
  } finally {
    display.close()
    await measurer.close()
  }
  return files.flatMap((file) => measured.get(file) ?? [])
}

function gateFile({ file, kind, role, stem }: FileToJudge, found: Awaited<ReturnType<typeof measureFile>>): GateFile {
  const facts = found.sound?.facts
  const holdsMarks = kind === 'mp3' && (facts?.marks.length ?? 0) > 0
  return {
    ...found,
    ...{ file, role, chapterIndex: null },
    kind: holdsMarks ? 'mp3-parts' : kind,
    title: facts?.tags['title']?.trim() || stem,
  }
}

async function coverSize(
  { coverFile }: FilesToJudge,
  ffmpeg: Ffmpeg,
): Promise<{ widthPx: number; heightPx: number } | null> {
  return coverFile === null ? null : readPicture(coverFile, ffmpeg)
}
