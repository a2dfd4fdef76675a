import { join } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import type { BlastRadius, ReleaseReport } from '#shared/models/release.ts'
import { ReleaseDesk, type ReleaseId } from '#electron/production/release/release-desk.ts'
import type { WorkingStudio } from '#electron/studio/open-studio.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { findOrImport } from '../find-or-import.ts'
import { countOf, formatDuration } from '../format-values.ts'
import { gateLines } from '../gate-lines.ts'
import { interruptible } from '../interruption.ts'
import { createLineDisplay } from '../progress-display.ts'
import { withWorkingStudio } from '../with-studio.ts'

/** What `e3 release` was asked for. */
export interface ReleaseRequest {
  book: string
  profiles: readonly string[]
  narrator?: string
  /** Only say what would be made anew. */
  isPlan: boolean
}

/** `e3 release`: builds what outlets ask for from a finished production, measures it, and fails when it is red. */
export function release(context: CommandContext, request: ReleaseRequest): Promise<CommandResult> {
  return interruptible(
    context,
    (signal) =>
      withWorkingStudio(context, async (studio) => {
        const { processEnv } = context.studio
        const desk = new ReleaseDesk({ ...studio, processEnv, tell: () => undefined })
        const production = await findProduction(studio, request)
        const ids = request.profiles.map((profileId) => ({ productionId: production.id, profileId }))
        // A mistyped name is told before an hour of encoding.
        for (const { profileId } of ids) desk.profiles().requireProfile(profileId)
        if (request.isPlan)
          return planResult(await Promise.all(ids.map(async (id) => [id, await desk.plan(id)] as const)))
        const built: Built[] = []
        for (const id of ids) {
          const report = await runOne(context, desk, id, signal)
          if (report === null) return null
          built.push({ id, report, folder: studio.workspace.relative(desk.folder(id)), files: await desk.files(id) })
        }
        return describe(built, production)
      }),
    () => 'Stopped. What is encoded already is kept: run the same command again to go on.',
  )
}

interface Built {
  id: ReleaseId
  report: ReleaseReport
  folder: string
  files: Awaited<ReturnType<ReleaseDesk['files']>>
}

async function findProduction(studio: WorkingStudio, { book, narrator }: ReleaseRequest) {
  const bookId = await findOrImport(studio, book)
  const productions = studio.database.productions.list({ bookId }).filter(({ status }) => status !== 'cancelled')
  const found = productions.find(({ narratorId }) => narrator === undefined || narratorId === narrator)
  if (found !== undefined) return found
  const reader = narrator === undefined ? '' : ` --narrator ${narrator}`
  const message = `${bookId} has no production${narrator === undefined ? '' : ` by ${narrator}`} yet. Make one with: e3 produce ${bookId}${reader}`
  throw new AppError('release.notFinished', message)
}

/** Null when it was stopped. */
async function runOne(
  { stderr }: CommandContext,
  desk: ReleaseDesk,
  id: ReleaseId,
  signal: AbortSignal,
): Promise<ReleaseReport | null> {
  const display = createLineDisplay(stderr, `${id.profileId}: `)
  const rest = { chunksDone: 0, chunksTotal: 0, charactersPerSecond: null, etaMs: null }
  try {
    return await desk.run(id, {
      signal,
      onProgress: ({ value, activity }) =>
        display.show({ step: 'audio_combination', value, description: activity, ...rest }),
    })
  } catch (error) {
    if (signal.aborted) return null
    throw error
  } finally {
    display.close()
  }
}

function describe(
  built: readonly Built[],
  { bookId, narratorId, id }: { bookId: string; narratorId: string; id: number },
): CommandResult {
  const document = {
    productionId: id,
    bookId,
    narratorId,
    releases: built.map(({ id: { profileId }, report, folder, files }) => ({
      ...{
        profile: profileId,
        verdict: report.verdict,
        failedChecks: report.failedChecks,
        policy: report.policy,
        folder,
      },
      files: files.map((file) => ({ ...file, path: `${folder}/${file.file}`, bytes: file.sizeBytes })),
      report,
    })),
  }
  const lines = built.flatMap(({ report, folder }, index) => [
    ...(index > 0 ? [''] : []),
    ...gateLines(report),
    `Folder: ${join(folder)}`,
  ])
  const red = built.filter(({ report }) => report.verdict === 'fail')
  if (red.length === 0) return { document, lines }
  const message = `${red.map(({ report }) => report.profileName).join(', ')}: ${countOf(
    red.reduce((sum, { report }) => sum + report.failedChecks, 0),
    'check',
  )} failed.`
  return { document: { ...document, error: { code: 'gate.red', message } }, lines, problems: [message], exitCode: 1 }
}

function planResult(plans: readonly (readonly [ReleaseId, BlastRadius])[]): CommandResult {
  return {
    document: { plans: plans.map(([{ profileId }, radius]) => ({ profile: profileId, ...radius })) },
    lines: plans.flatMap(([{ profileId }, radius]) => [
      `${profileId}: ${planLine(radius)}`,
      ...radius.files.map(({ file, why }) => `  ${file}: ${why}`),
    ]),
  }
}

function planLine({ files, filesKept, passages, chapters, encodeMs, videoMs }: BlastRadius): string {
  if (files.length === 0) return `nothing to make, ${countOf(filesKept, 'file')} as they should be`
  return [
    `${countOf(files.length, 'file')} to make, ${filesKept} kept`,
    ...(passages > 0 ? [`${countOf(passages, 'passage')} to speak`] : []),
    ...(chapters > 0 ? [`${countOf(chapters, 'chapter')} to encode, ${formatDuration(encodeMs)}`] : []),
    ...(videoMs > 0 ? [`${formatDuration(videoMs)} of video`] : []),
  ].join('; ')
}
