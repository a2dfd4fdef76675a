import { relative, sep } from 'node:path'
import { AppError } from '#shared/models/app-error.ts'
import { DELIVERED_KINDS, type DeliveredFile, type DeliveryFormat, type Production } from '#shared/models/production.ts'
import type { StudioOptions, WorkingStudio } from '#electron/studio/open-studio.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { findOrImport } from '../find-or-import.ts'
import { formatDuration } from '../format-values.ts'
import { interruptible } from '../interruption.ts'
import { createProgressDisplay } from '../progress-display.ts'
import { warnIfPaused } from '../warn-if-paused.ts'
import { watchServers } from '../watch-servers.ts'
import { withWorkingStudio } from '../with-studio.ts'

interface ProduceRequest {
  book: string
  narrator?: string
  formats?: DeliveryFormat[]
  pauses?: string
}

const KINDS_IN_ORDER = DELIVERED_KINDS

/** `e3 produce`: makes an audiobook, or goes on where an earlier run stopped. */
export function produce(context: CommandContext, request: ProduceRequest): Promise<CommandResult> {
  let bookId = request.book
  const work = (signal: AbortSignal) =>
    withWorkingStudio(context, async (studio) => {
      bookId = await findOrImport(studio, request.book)
      return run(context, studio, { ...request, book: bookId }, signal)
    })
  return interruptible(context, work, () => `Stopped. Go on with: ${resumeCommand(bookId, request, context.studio)}`)
}

async function run(
  { stderr, studio: { processEnv } }: CommandContext,
  { agent, producer, database, workspace }: WorkingStudio,
  { book: bookId, narrator, formats = workspace.config.audiobook.output_format, pauses }: ProduceRequest,
  signal: AbortSignal,
): Promise<CommandResult | null> {
  const { id, narratorId } = producer.open({ bookId, narratorId: narrator ?? null, formats, pausePreset: pauses })
  const title = database.titles.get(bookId)?.title ?? bookId
  const { name: voice = narratorId, voiceModel = '' } = database.narrators.get(narratorId) ?? {}
  stderr.write(`${title}, read by ${voice} (production ${id}, ${workspace.env})\n`)
  warnIfPaused(database, stderr)

  const display = createProgressDisplay(stderr, processEnv)
  const canBeSpoken = () => agent.fits(voiceModel).some(({ status }) => status === 'able')
  const stopWatching = watchServers(
    agent,
    (line) => display.say(line),
    () => !canBeSpoken(),
  )
  const startMs = performance.now()
  let production: Production
  try {
    production = await producer.run(id, { signal, onProgress: (progress) => display.show(progress) })
  } finally {
    stopWatching()
    display.close()
  }
  if (production.status === 'completed') {
    const length = formatDuration(production.audioDurationSeconds * 1000)
    stderr.write(`Done: ${length} of audio in ${formatDuration(performance.now() - startMs)}.\n`)
    return describe(production, (path) => workspace.resolve(path))
  }
  if (signal.aborted) return null
  throw new AppError(
    'production.stopped',
    `Production ${id} of ${bookId} was ${production.status} meanwhile. Go on with: e3 produce ${bookId} --narrator ${narratorId}`,
  )
}

function describe(production: Production, resolve: (path: string) => string): CommandResult {
  const { id, bookId, narratorId, audioDurationSeconds, totalChapters, metadata } = production
  const rank = ({ kind }: DeliveredFile) => KINDS_IN_ORDER.indexOf(kind)
  const files = (metadata.files ?? []).toSorted((a, b) => rank(a) - rank(b))
  return {
    document: {
      productionId: id,
      bookId,
      narratorId,
      durationSeconds: audioDurationSeconds,
      chapters: totalChapters,
      files: files.map(({ kind, path, bytes }) => ({ kind, path, bytes })),
    },
    lines: files.map(({ path }) => shortest(resolve(path))),
  }
}

// What a shell in the present folder can open.
function shortest(path: string): string {
  const fromHere = relative('', path)
  return fromHere.startsWith(`..${sep}`) ? path : fromHere
}

function resumeCommand(
  bookId: string,
  { narrator, formats, pauses }: ProduceRequest,
  { root, env }: StudioOptions,
): string {
  const options = [
    narrator === undefined ? '' : ` --narrator ${narrator}`,
    formats === undefined ? '' : ` --formats ${formats.join(',')}`,
    pauses === undefined ? '' : ` --pauses ${pauses}`,
    env === undefined ? '' : ` --env ${env}`,
    root === undefined ? '' : ` --workspace ${root}`,
  ]
  return `e3 produce ${bookId}${options.join('')}`
}
