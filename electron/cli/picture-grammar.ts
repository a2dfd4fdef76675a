import { InvalidArgumentError, Option, type Command } from 'commander'
import { PICTURE_KINDS, PICTURE_LIMITS, PICTURE_STYLE_IDS, type PictureKind } from '#shared/models/picture.ts'
import { bookId, wholeNumber } from './arguments.ts'
import type { Choose } from './command.ts'
import type { DrawOptions, PlaceOptions } from './commands/pictures.ts'

/** The commands around covers, thumbnails and scenes. */
export function addPictureCommands(program: Command, choose: Choose): void {
  const load = () => import('./commands/pictures.ts')
  const pictures = program
    .command('pictures')
    .description('list the covers, thumbnails and scenes of a title, or draw, choose and upload some')
    .argument('<book>', 'pg98, 98, or another book id', bookId)
    .helpCommand(false)
    .action((book: string) => choose(async (context) => (await load()).list(context, book)))
  const ofBook = (name: string, description: string) =>
    pictures.command(name).description(description).argument('<book>', 'pg98, 98, or another book id', bookId)
  ofBook('scenes', 'list the scenes that a video of it would show').action((book: string) =>
    choose(async (context) => (await load()).scenes(context, book)),
  )
  placed(ofBook('prompt', 'print the prompt that the studio would write'))
    .addOption(styleOption())
    .action((book: string, options: PlaceOptions) =>
      choose(async (context) => (await load()).prompt(context, book, options)),
    )
  placed(ofBook('draw', 'have candidates drawn, and wait for them'))
    .addOption(styleOption())
    .option('--prompt <text>', 'what is to be seen (default: the studio writes it)')
    .addOption(new Option('--count <n>', 'how many candidates').argParser(candidateCount).default(1))
    .action((book: string, options: DrawOptions) =>
      choose(async (context) => (await load()).draw(context, book, options)),
    )
  placed(ofBook('upload', 'add a picture of your own').argument('<file>', 'a JPEG, PNG or WebP picture')).action(
    (book: string, file: string, options: PlaceOptions) =>
      choose(async (context) => (await load()).upload(context, book, { ...options, file })),
  )
  const one = (name: string, description: string) =>
    pictures
      .command(name)
      .description(description)
      .addArgument(pictures.createArgument('<id>', 'number of the picture').argParser(wholeNumber))
  one('again', 'draw the same with another seed, and wait for it').action((id: number) =>
    choose(async (context) => (await load()).again(context, id)),
  )
  one('choose', 'use this picture in its place').action((id: number) =>
    choose(async (context) => (await load()).change(context, 'choose', id)),
  )
  one('remove', 'set a picture aside; its file stays').action((id: number) =>
    choose(async (context) => (await load()).change(context, 'remove', id)),
  )
  one('restore', 'bring back a picture that was set aside').action((id: number) =>
    choose(async (context) => (await load()).change(context, 'restore', id)),
  )
}

function placed(command: Command): Command {
  return command
    .addOption(
      new Option('--kind <kind>', 'what it is for').choices(PICTURE_KINDS).default('cover' satisfies PictureKind),
    )
    .addOption(new Option('--chapter <n>', 'of a scene: its chapter').argParser(wholeNumber).default(0))
    .addOption(
      new Option('--paragraph <n>', 'of a scene: the paragraph it begins with').argParser(wholeNumber).default(0),
    )
}

function styleOption(): Option {
  return new Option('--style <style>', 'manner of painting (default: images.style)').choices(PICTURE_STYLE_IDS)
}

function candidateCount(value: string): number {
  const number = wholeNumber(value)
  if (number >= 1 && number <= PICTURE_LIMITS.candidates) return number
  throw new InvalidArgumentError(`It is not between 1 and ${PICTURE_LIMITS.candidates}.`)
}
