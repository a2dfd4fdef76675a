import { Option, type Command } from 'commander'
import type { Choose } from './command.ts'

/** Adds the commands about what is handed in to outlets. */
export function addReleaseCommands(program: Command, choose: Choose): void {
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
