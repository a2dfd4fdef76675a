import { Option, type Command } from 'commander'
import type { Choose } from './command.ts'

/** Adds the commands about what is handed in to outlets. */
export function addReleaseCommands(program: Command, choose: Choose): void {
  program
    .command('release')
    .description('build what outlets ask for from a finished production, measure every file, mend what can be mended')
    .argument('<book>', 'pg98, 98, or another book id of `e3 titles`')
    .option('--profile <ids...>', 'one or more profiles: acx, spotify, …', ['listener'])
    .option('--narrator <id>', 'whose production, where there are several (default: the latest)')
    .option('--plan', 'only say which files would be made anew, and why')
    .action((book: string, options: { profile: string[]; narrator?: string; plan?: true }) =>
      choose(async (context) => {
        const { profile, plan = false, ...rest } = options
        const profiles = profile.flatMap((names) => names.split(',')).filter(Boolean)
        return (await import('./commands/release.ts')).release(context, { book, profiles, isPlan: plan, ...rest })
      }),
    )
  program
    .command('gate')
    .description(
      'measure finished files of any origin and judge them against an outlet’s profile; fails when one is red',
    )
    .argument('<files...>', 'sound files; or one folder, which is judged as a whole release')
    .requiredOption(
      '--profile <id>',
      'listener, audiobookshelf, acx, librivox, google-play, spotify, inaudio, youtube, podcast, or one of config/profiles.yaml',
    )
    .addOption(new Option('--report <file>', 'also write a page to print'))
    .action((files: string[], options: { profile: string; report?: string }) =>
      choose(async (context) => (await import('./commands/gate.ts')).gate(context, { files, ...options })),
    )
}
