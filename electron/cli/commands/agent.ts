import { messageOf } from '#shared/models/app-error.ts'
import type { Production } from '#shared/models/production.ts'
import type { JobEvent } from '#electron/comfyui/agent/agent.ts'
import type { ProductionWitness } from '#electron/production/producer.ts'
import type { WorkingStudio } from '#electron/studio/open-studio.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { oneLine } from '../failure.ts'
import { countOf } from '../format-values.ts'
import { interruptible } from '../interruption.ts'
import { createLineDisplay } from '../progress-display.ts'
import { warnIfPaused } from '../warn-if-paused.ts'
import { watchServers } from '../watch-servers.ts'
import { withWorkingStudio } from '../with-studio.ts'

/** `e3 agent`: works on the queue and on unfinished productions, later ones too, until Ctrl-C, its normal end. */
export function agent(context: CommandContext): Promise<CommandResult> {
  const work = (signal: AbortSignal) =>
    withWorkingStudio(context, (studio) => workUntil(signal, studio, context.stderr))
  return interruptible(context, work, () => 'Stopped. Go on with: e3 agent')
}

async function workUntil(
  signal: AbortSignal,
  studio: WorkingStudio,
  stderr: NodeJS.WriteStream,
): Promise<CommandResult> {
  const { agent: worker, producer, workspace, database } = studio
  const totals = { jobsDone: 0, jobsFailed: 0, productionsCompleted: 0 }
  const say = (line: string) => stderr.write(`${line}\n`)
  worker.onJob((event) => {
    if (event.kind === 'done') totals.jobsDone++
    if (event.kind === 'failed') totals.jobsFailed++
    const line = describeEvent(event)
    if (line !== null) say(line)
  })
  say(`Working in ${workspace.env}: ${countOf(database.jobs.counts().pending, 'job')} waiting. Ctrl-C stops.`)
  warnIfPaused(database, stderr)
  const stopWatching = watchServers(worker, say)
  const onCompleted = () => totals.productionsCompleted++
  await producer.runUnfinished(signal, tellProductions(stderr, onCompleted)).finally(stopWatching)
  return { document: totals, lines: [] }
}

function tellProductions(stderr: NodeJS.WriteStream, onCompleted: () => void): ProductionWitness {
  const displays = new Map<number, ReturnType<typeof createLineDisplay>>()
  const nameOf = ({ id, bookId, narratorId }: Production) => `Production ${id} (${bookId} by ${narratorId})`
  return {
    begins: (production) => {
      displays.set(production.id, createLineDisplay(stderr, `${nameOf(production)}: `))
      stderr.write(`${nameOf(production)} begins.\n`)
    },
    progresses: ({ id }, progress) => displays.get(id)?.show(progress),
    ends: (production) => {
      if (production.status === 'completed') onCompleted()
      stderr.write(`${nameOf(production)} is ${production.status}.\n`)
    },
    fails: (production, error) => stderr.write(`${nameOf(production)} failed: ${oneLine(messageOf(error))}\n`),
  }
}

/** Jobs of a production show in its progress; of them only failures are told. */
function describeEvent({ kind, job }: JobEvent): string | null {
  if (kind === 'failed' || kind === 'retrying') {
    return `Job ${job.id} ${job.configName} ${kind === 'failed' ? 'failed' : 'will be tried again'}: ${oneLine(job.errorTrace ?? '')}`
  }
  if (job.productionId !== null) return null
  if (kind === 'done') return `Job ${job.id} ${job.configName} is done: ${job.outputPath}`
  return kind === 'started' ? `Job ${job.id} ${job.configName} runs.` : null
}
