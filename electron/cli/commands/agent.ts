import { setTimeout as wait } from 'node:timers/promises'
import { messageOf } from '#shared/models/app-error.ts'
import type { Production } from '#shared/models/production.ts'
import type { JobEvent } from '#electron/comfyui/agent.ts'
import type { WorkingStudio } from '#electron/studio/open-studio.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { oneLine } from '../failure.ts'
import { countOf } from '../format-values.ts'
import { interruptible } from '../interruption.ts'
import { createLineDisplay } from '../progress-display.ts'
import { withWorkingStudio } from '../with-studio.ts'

const LOOK_MS = 1_000
/** The next one speaks while the one before is assembled. */
const PRODUCTIONS_AT_ONCE = 2

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
  const { agent: worker, workspace } = studio
  const { productions, jobs } = studio.database
  const totals = { jobsDone: 0, jobsFailed: 0, productionsCompleted: 0 }
  worker.onJob((event) => {
    if (event.kind === 'done') totals.jobsDone++
    if (event.kind === 'failed') totals.jobsFailed++
    const line = describeEvent(event)
    if (line !== null) stderr.write(`${line}\n`)
  })
  stderr.write(`Working in ${workspace.env}: ${countOf(jobs.counts().pending, 'job')} waiting. Ctrl-C stops.\n`)

  // Only one works in an environment: what is processing now was left so by one who died.
  for (const { id } of productions.list({ status: 'processing' })) productions.setStatus(id, 'pending')
  const running = new Map<number, Promise<void>>()
  while (!signal.aborted) {
    const waiting = productions.list({ status: 'pending' }).filter(({ id }) => !running.has(id))
    for (const production of waiting.toReversed().slice(0, PRODUCTIONS_AT_ONCE - running.size)) {
      const run = produce(studio, production, signal, stderr).then((isCompleted) => {
        running.delete(production.id)
        if (isCompleted) totals.productionsCompleted++
      })
      running.set(production.id, run)
    }
    await wait(LOOK_MS, undefined, { signal }).catch(() => undefined)
  }
  await Promise.all(running.values())
  return { document: totals, lines: [] }
}

async function produce(
  { producer, database: { productions } }: WorkingStudio,
  { id, bookId, narratorId }: Production,
  signal: AbortSignal,
  stderr: NodeJS.WriteStream,
): Promise<boolean> {
  const name = `Production ${id} (${bookId} by ${narratorId})`
  const display = createLineDisplay(stderr, `${name}: `)
  stderr.write(`${name} begins.\n`)
  try {
    const { status } = await producer.run(id, { signal, onProgress: (progress) => display.show(progress) })
    // Our stop is no pause of the producer's: the next agent goes on by itself.
    if (status === 'paused' && signal.aborted) productions.setStatus(id, 'pending')
    stderr.write(`${name} is ${status}.\n`)
    return status === 'completed'
  } catch (error) {
    stderr.write(`${name} failed: ${oneLine(messageOf(error))}\n`)
    return false
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
