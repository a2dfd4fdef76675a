import { Option, type Command } from 'commander'
import { JOB_TYPES } from '#shared/models/job.ts'
import type { Choose } from './command.ts'
import type { ImportRequest } from './commands/workflows-import.ts'
import type { TryRequest } from './commands/workflows-try.ts'

/** The commands around ComfyUI workflows. */
export function addWorkflowCommands(program: Command, choose: Choose): void {
  const workflows = program
    .command('workflows')
    .description('list the ComfyUI workflows with what each server can do with them, or change them')
    .action(() => choose(async (context) => (await import('./commands/workflows.ts')).workflows(context)))
  workflows
    .command('import')
    .description('add a graph in API format; its inputs are found, and may be named')
    .argument('<file>', 'in ComfyUI: Workflow → Export (API)')
    .option('--id <id>', 'name of the workflow (default: after the file)')
    .addOption(new Option('--type <type>', 'what it makes (default: as its nodes say)').choices(JOB_TYPES))
    .option('--description <text>', 'one line for people')
    .addOption(severalTimes('--input <name=node.input>', 'where an input goes; name= leaves it out; may be repeated'))
    .addOption(severalTimes('--label <label>', 'only servers with this label get its jobs; may be repeated'))
    .option('--batch', 'a server may render several short chunks in one graph')
    .option('--replace', 'change the workflow of that id')
    .action((file: string, options: Omit<ImportRequest, 'file'>) =>
      choose(async (context) =>
        (await import('./commands/workflows-import.ts')).importWorkflow(context, { file, ...options }),
      ),
    )
  workflows
    .command('try')
    .description('run a workflow once and keep what comes out')
    .argument('<id>', 'name of the workflow')
    .option('--server <name>', 'where (default: on the first server that can)')
    .option('--text <text>', 'what is said or drawn')
    .option('--sample <file>', 'recording of a voice (default: a narrator’s)')
    .option('--sample-text <text>', 'what the recording says')
    .addOption(severalTimes('--input <name=value>', 'any other input; may be repeated'))
    .option('--out <file>', 'where the result goes (default: the current folder)')
    .action((id: string, options: Omit<TryRequest, 'id'>) =>
      choose(async (context) => (await import('./commands/workflows-try.ts')).tryWorkflow(context, { id, ...options })),
    )
  const changes = () => import('./commands/workflows-change.ts')
  workflows
    .command('export')
    .description('write the graph of a workflow as ComfyUI takes it')
    .argument('<id>', 'name of the workflow')
    .option('--out <file>', 'where (default: the current folder)')
    .action((id: string, options: { out?: string }) =>
      choose(async (context) => (await changes()).exportWorkflow(context, { id, ...options })),
    )
  workflows
    .command('remove')
    .description('remove a workflow that nobody needs; its graph stays')
    .argument('<id>', 'name of the workflow')
    .action((id: string) => choose(async (context) => (await changes()).remove(context, id)))
  workflows
    .command('restore')
    .description('put a workflow that came with the studio back as it came')
    .argument('<id>', 'name of the workflow')
    .action((id: string) => choose(async (context) => (await changes()).restore(context, id)))
  workflows
    .command('add-shipped')
    .description('add the workflows that came with the studio and are not in the workspace')
    .action(() => choose(async (context) => (await changes()).addShipped(context)))
}

function severalTimes(flags: string, description: string): Option {
  return new Option(flags, description).argParser((value: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    value,
  ])
}
