import { messageOf } from '#shared/models/app-error.ts'
import type { Production } from '#shared/models/production.ts'
import type { Agent, JobEvent, ServerState } from '#electron/comfyui/agent.ts'
import type { ProductionWitness } from '#electron/production/producer.ts'
import type { WorkingStudio } from '#electron/studio/open-studio.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { oneLine } from '../failure.ts'
import { countOf } from '../format-values.ts'
import { interruptible } from '../interruption.ts'
import { createLineDisplay } from '../progress-display.ts'
import { warnIfPaused } from '../warn-if-paused.ts'
import { withWorkingStudio } from '../with-studio.ts'

const SERVERS_INTERVAL_MS = 1_000

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

/** Tells when a server goes away or comes back; returns what ends it. */
function watchServers(worker: Agent, say: (line: string) => void): () => void {
  const known = new Map<string, ServerState['status']>()
  const timer = setInterval(() => {
    for (const { name, status, reason } of worker.servers()) {
      if (status === known.get(name) || status === 'connecting') continue
      if (status === 'down') say(`The server ${name} is away: ${oneLine(reason ?? '')}`)
      else if (known.has(name)) say(`The server ${name} is back.`)
      known.set(name, status)
    }
  }, SERVERS_INTERVAL_MS)
  return () => clearInterval(timer)
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
