import { Command, Option, type OutputConfiguration } from 'commander'
import { DELIVERY_FORMATS, type DeliveryFormat } from '#shared/models/production.ts'
import { deliveryFormats, portNumber, wholeNumber } from './arguments.ts'
import { BENCHMARK_NAMES, BENCHMARKS, type BenchmarkName } from './bench/benchmark.ts'
import type { Choose } from './command.ts'
import { addPictureCommands } from './picture-grammar.ts'
import { addQueueCommands } from './queue-grammar.ts'
import { addReleaseCommands } from './release-grammar.ts'
import { addWorkflowCommands } from './workflow-grammar.ts'

/**
 * The grammar of `e3`: every command with its arguments and its help.
 *
 * Parsing hands the one action that was asked for to `choose`; each loads its rooms only when it runs.
 */
export function buildProgram(output: OutputConfiguration, choose: Choose): Command {
  const program = new Command('e3')
    .description('E3 Studio without a window: turns Project Gutenberg texts into finished audiobooks.')
    .option('--workspace <dir>', 'folder to work in (default: $E3_WORKSPACE, else the current folder)')
    .addOption(new Option('--env <name>', 'environment (default: $E3_ENV, else alpha)').choices(['alpha', 'prod']))
    .option('--json', 'print one JSON document on standard output and nothing else')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput(output)
    .exitOverride()
    .showHelpAfterError('(e3 --help lists the commands, e3 COMMAND --help explains one)')
  program.commandsGroup('Window:')
  addServeCommand(program, choose)
  program.commandsGroup('Books and audiobooks:')
  addTitleCommands(program, choose)
  addProductionCommands(program, choose)
  addPictureCommands(program, choose)
  addReleaseCommands(program, choose)
  program.commandsGroup('Queue:')
  addQueueCommands(program, choose)
  program.commandsGroup('Workspace:')
  addWorkspaceCommands(program, choose)
  addWorkflowCommands(program, choose)
  return program
}

function addServeCommand(program: Command, choose: Choose): void {
  program
    .command('serve')
    .description('show the studio in a browser and work on the queue until Ctrl-C')
    .addOption(new Option('--port <n>', 'port (default: 8787, else any that is free)').argParser(portNumber))
    .option('--host <name>', 'where to listen; beyond this machine it takes web.password (default: 127.0.0.1)')
    .option('--open', 'open it in the browser of this machine')
    .action((options: { port?: number; host?: string; open?: true }) =>
      choose(async (context) => (await import('./commands/serve.ts')).serve(context, options)),
    )
}

function addWorkspaceCommands(program: Command, choose: Choose): void {
  program
    .command('init')
    .description('make the workspace ready: folders, configuration, both databases, narrators; safe to repeat')
    .action(() => choose(async (context) => (await import('./commands/init.ts')).init(context)))
  program
    .command('health')
    .description('check configuration, database, foundry, ffmpeg, servers and workflows')
    .action(() => choose(async (context) => (await import('./commands/health.ts')).health(context)))
  program
    .command('status')
    .description('show what the environment holds and what is running')
    .action(() => choose(async (context) => (await import('./commands/status.ts')).status(context)))
  addBenchCommand(program, choose)
}

function addBenchCommand(program: Command, choose: Choose): void {
  const bench = program
    .command('bench')
    .description('measure this studio on this machine, each figure as a ratio: everything, or only what is named')
    .option('--books <dir>', 'also import the books of this folder')
    .addOption(new Option('--hours <n>', 'how long a book is assembled').argParser(wholeNumber).default(1))
    .option(
      '--seed-library',
      'fill a new workspace with 10,000 titles and 100,000 jobs, and measure what a window asks',
    )
  const flags = BENCHMARK_NAMES.map((name) => ({ name, flag: new Option(`--${name}`, `only ${BENCHMARKS[name]}`) }))
  for (const { flag } of flags) bench.addOption(flag)
  bench
    .addOption(new Option('--only <names...>', 'the same, by name').choices(BENCHMARK_NAMES).default([]))
    .action((options: { only: BenchmarkName[]; books?: string; hours: number; seedLibrary?: true }) => {
      const isFlagged = (flag: Option) => bench.getOptionValue(flag.attributeName()) === true
      const named = flags.filter(({ name, flag }) => isFlagged(flag) || options.only.includes(name))
      const only = named.map(({ name }) => name)
      choose(async (context) =>
        options.seedLibrary
          ? (await import('./commands/bench-library.ts')).benchLibrary(context)
          : (await import('./commands/bench.ts')).bench(context, { ...options, only }),
      )
    })
}

function addTitleCommands(program: Command, choose: Choose): void {
  program
    .command('parse')
    .description('show what the studio understands of a text')
    .argument('<file>', 'HTML, plain text, EPUB or zipped HTML')
    .addOption(new Option('--chapter <n>', 'print the text of one chapter').argParser(wholeNumber))
    .action((file: string, options: { chapter?: number }) =>
      choose(async (context) => (await import('./commands/parse.ts')).parse(context, { file, ...options })),
    )
  program
    .command('import')
    .description('put texts on the bookshelf')
    .argument('<files...>', 'texts, folders of texts, or a title folder of another foundry')
    .action((files: string[]) =>
      choose(async (context) => (await import('./commands/import.ts')).importFiles(context, files)),
    )
  program
    .command('titles')
    .description('list the titles on the bookshelf')
    .action(() => choose(async (context) => (await import('./commands/titles.ts')).titles(context)))
  program
    .command('narrators')
    .description('list the narrators')
    .action(() => choose(async (context) => (await import('./commands/narrators.ts')).narrators(context)))
}

function addProductionCommands(program: Command, choose: Choose): void {
  program
    .command('produce')
    .description('make an audiobook; run again, it continues where it stopped')
    .argument('<book>', 'pg98, 98, another book id of `e3 titles`, or a file, which is imported first')
    .option('--narrator <id>', 'who reads (default: the title’s narrator, else the first one of its language)')
    .addOption(
      new Option(
        '--formats <list>',
        `what to deliver, of ${DELIVERY_FORMATS.join(',')} (default: audiobook.output_format)`,
      ).argParser(deliveryFormats),
    )
    .option(
      '--pauses <preset>',
      'pauses between sentences, paragraphs and scenes: brisk, calm, or one of audiobook.pause_presets',
    )
    .action((book: string, options: { narrator?: string; formats?: DeliveryFormat[]; pauses?: string }) =>
      choose(async (context) => (await import('./commands/produce.ts')).produce(context, { book, ...options })),
    )
  const productions = program
    .command('productions')
    .description('list the productions, or steer one')
    .action(() => choose(async (context) => (await import('./commands/productions.ts')).productions(context)))
  for (const [action, description] of PRODUCTION_ACTIONS) {
    productions
      .command(action)
      .description(description)
      .addArgument(productions.createArgument('<id>', 'number of the production').argParser(wholeNumber))
      .action((id: number) =>
        choose(async (context) => (await import('./commands/productions.ts')).steer(context, action, id)),
      )
  }
}

const PRODUCTION_ACTIONS = [
  ['pause', 'stop a production until it is resumed'],
  ['resume', 'let a paused production go on'],
  ['cancel', 'give a production up; its files stay'],
  ['retry', 'try a failed production again'],
] as const
