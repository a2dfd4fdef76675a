import { Option, type Command } from 'commander'
import { JOB_ERROR_CLASSES, JOB_STATUSES, JOB_TYPES, PRIORITY } from '#shared/models/job.ts'
import { bookId, dayCount, priority, wholeNumber } from './arguments.ts'
import type { Choose } from './command.ts'
import type { JobFilter } from './job-filter.ts'

/** The commands of the queue: who works on it, what is in it, what becomes of it. */
export function addQueueCommands(program: Command, choose: Choose): void {
  program
    .command('agent')
    .description('work on the queue and on unfinished productions until Ctrl-C')
    .action(() => choose(async (context) => (await import('./commands/agent.ts')).agent(context)))
  addWholeQueueCommands(program, choose)
  filtered(program.command('jobs').description('list the jobs of the queue'))
    .addOption(
      new Option('--limit <n>', 'at most so many (default: 50 in a table, all in JSON)').argParser(wholeNumber),
    )
    .action((options: JobFilter & { limit?: number }) =>
      choose(async (context) => (await import('./commands/jobs.ts')).jobs(context, options)),
    )
  const job = program.command('job').description('add jobs to the queue, or change some').helpCommand(false)
  addManyJobsCommands(job, choose)
  addOneJobCommands(job, choose)
}

function addWholeQueueCommands(program: Command, choose: Choose): void {
  const queue = program.command('queue').description('look at the queue as a whole, or hold it up').helpCommand(false)
  const load = async () => import('./commands/queue.ts')
  queue
    .command('status')
    .description('what waits and runs, what each server does, and how long it takes')
    .action(() => choose(async (context) => (await load()).queueStatus(context)))
  queue
    .command('pause')
    .description('take nothing new; what is on a server is finished')
    .action(() => choose(async (context) => (await load()).setPaused(context, true)))
  queue
    .command('resume')
    .description('go on with a paused queue')
    .action(() => choose(async (context) => (await load()).setPaused(context, false)))
  program
    .command('stats')
    .description('speed and failures of each server and workflow')
    .addOption(new Option('--days <n>', 'of so many UTC days, today included').argParser(dayCount).default(7))
    .action(({ days }: { days: number }) =>
      choose(async (context) => (await import('./commands/stats.ts')).stats(context, days)),
    )
}

function addManyJobsCommands(job: Command, choose: Choose): void {
  job
    .command('add')
    .description('queue job files')
    .argument('<files...>', 'YAML job files')
    .action((files: string[]) => choose(async (context) => (await import('./commands/job-add.ts')).add(context, files)))
  job
    .command('files')
    .description('list the files in the folder for job files, and what is wrong with them')
    .action(() => choose(async (context) => (await import('./commands/job-files.ts')).files(context)))
  filtered(job.command('retry').description('try a failed job again, or all of them'), ['status'])
    .addArgument(job.createArgument('[id]', 'number of the job').argParser(wholeNumber))
    .option('--failed', 'every failed job that fits; what was cancelled only with --class cancelled')
    .action((id: number | undefined, { failed, ...filter }: JobFilter & { failed?: true }, command: Command) => {
      if (!isEither(id, failed, filter)) command.error('error: give either the number of a job or --failed')
      choose(async (context) => (await import('./commands/job.ts')).retry(context, id ?? filter))
    })
  filtered(job.command('cancel').description('cancel a job that waits or runs, or all of them'), ['class'])
    .addArgument(job.createArgument('[id]', 'number of the job').argParser(wholeNumber))
    .option('--all', 'every job that waits or runs and fits')
    .action((id: number | undefined, { all, ...filter }: JobFilter & { all?: true }, command: Command) => {
      if (!isEither(id, all, filter)) command.error('error: give either the number of a job or --all')
      choose(async (context) => (await import('./commands/job.ts')).cancel(context, id ?? filter))
    })
}

function addOneJobCommands(job: Command, choose: Choose): void {
  const oneJob = (name: string, description: string) =>
    job
      .command(name)
      .description(description)
      .addArgument(job.createArgument('<id>', 'number of the job').argParser(wholeNumber))
  oneJob('priority', `set a job’s priority: ${PRIORITY.min} runs first, ${PRIORITY.max} last`)
    .addArgument(job.createArgument('<n>', 'the priority').argParser(priority))
    .action((id: number, value: number) =>
      choose(async (context) => (await import('./commands/job.ts')).setPriority(context, id, value)),
    )
  oneJob('god', 'God Mode: the job runs next').action((id: number) =>
    choose(async (context) => (await import('./commands/job.ts')).setPriority(context, id, PRIORITY.god)),
  )
  oneJob('export', 'write a job as a job file')
    .option('--out <dir>', 'folder for the file (default: the current one)')
    .action((id: number, options: { out?: string }) =>
      choose(async (context) => (await import('./commands/job-export.ts')).exportJob(context, { id, ...options })),
    )
}

/** One job, or all that fit a filter. */
function isEither(id: number | undefined, isAll: true | undefined, filter: JobFilter): boolean {
  return id === undefined ? isAll === true : isAll === undefined && Object.keys(filter).length === 0
}

/** What narrows a list of jobs; the command is known not to take the ones left out. */
function filtered(command: Command, without: readonly ('status' | 'class')[] = []): Command {
  const options = [
    new Option('--status <status>', 'only these').choices(JOB_STATUSES),
    new Option('--class <class>', 'only what failed for this reason').choices(JOB_ERROR_CLASSES),
    new Option('--type <type>', 'only these').choices(JOB_TYPES),
    new Option('--book <id>', 'only of this book').argParser(bookId),
    new Option('--production <id>', 'only of this production').argParser(wholeNumber),
  ]
  for (const option of options) {
    if (!without.some((name) => option.attributeName() === name)) command.addOption(option)
  }
  return command
}
