import { readFile, stat } from 'node:fs/promises'
import { AppError } from '#shared/models/app-error.ts'
import { PICTURE_LIMITS, type PictureCard, type PictureKind } from '#shared/models/picture.ts'
import type { Studio, WorkingStudio } from '#electron/studio/open-studio.ts'
import type { PictureDesk, PictureDeskOptions } from '#electron/production/pictures/picture-desk.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { formatTable } from '../text-table.ts'
import { withStudio, withWorkingStudio } from '../with-studio.ts'

export interface PlaceOptions {
  kind: PictureKind
  chapter: number
  paragraph: number
  style?: string
}

export interface DrawOptions extends PlaceOptions {
  prompt?: string
  count: number
}

/** How often rows are looked at for what another process has changed. */
const LOOK_INTERVAL_MS = 1000

/** `e3 pictures BOOK`. */
export function list(context: CommandContext, bookId: string): Promise<CommandResult> {
  return withDesk(context, async ({ desk }) => shown(await desk.list(bookId)))
}

/** `e3 pictures scenes BOOK`. */
export function scenes(context: CommandContext, bookId: string): Promise<CommandResult> {
  return withDesk(context, async ({ desk }) => {
    const found = await desk.scenes(bookId)
    const columns = [
      { title: 'CHAPTER', align: 'right' },
      { title: 'PARAGRAPH', align: 'right' },
      { title: 'TITLE', maxWidth: 32 },
      { title: 'BEGINS', maxWidth: 72 },
    ] as const
    const rows = found.map(({ chapterIndex, paragraphIndex, chapterTitle, excerpt }) => {
      return [String(chapterIndex), String(paragraphIndex), chapterTitle, excerpt]
    })
    return { document: { scenes: found }, lines: rows.length > 0 ? formatTable(columns, rows) : ['No scenes.'] }
  })
}

/** `e3 pictures prompt BOOK`. */
export function prompt(context: CommandContext, bookId: string, options: PlaceOptions): Promise<CommandResult> {
  return withDesk(context, async ({ desk, studio }) => {
    const styleId = options.style ?? studio.workspace.config.images.style
    const written = await desk.prompt({ bookId, ...placeOf(options), styleId })
    return { document: written, lines: [written.prompt, `(written by: ${written.promptBy})`] }
  })
}

/** `e3 pictures draw BOOK`: waits for the pictures; exit code 1 when one failed. */
export function draw(context: CommandContext, bookId: string, options: DrawOptions): Promise<CommandResult> {
  return withAgent(context, async ({ desk, studio }) => {
    const styleId = options.style ?? studio.workspace.config.images.style
    const request = { bookId, ...placeOf(options), styleId, prompt: options.prompt ?? null, count: options.count }
    return settled(desk, studio, await desk.draw(request))
  })
}

/** `e3 pictures again ID`. */
export function again(context: CommandContext, id: number): Promise<CommandResult> {
  return withAgent(context, async ({ desk, studio }) => settled(desk, studio, [await desk.again(id)]))
}

/** `e3 pictures upload BOOK FILE`. */
export function upload(
  context: CommandContext,
  bookId: string,
  { file, ...options }: PlaceOptions & { file: string },
): Promise<CommandResult> {
  return withDesk(context, async ({ desk }) => {
    const facts = await stat(file).catch(() => null)
    if (facts?.isFile() !== true) throw new AppError('picture.unreadable', `${file} is no file that can be read.`)
    if (facts.size > PICTURE_LIMITS.uploadBytes) {
      throw new AppError('picture.tooLarge', `${file} is larger than ${PICTURE_LIMITS.uploadBytes / 1_000_000} MB.`)
    }
    return shown([await desk.upload({ bookId, ...placeOf(options), data: await readFile(file) })])
  })
}

/** `e3 pictures choose|remove|restore ID`. */
export function change(
  context: CommandContext,
  action: 'choose' | 'remove' | 'restore',
  id: number,
): Promise<CommandResult> {
  return withDesk(context, ({ desk }) => {
    const before = action === 'restore' ? null : desk.require(id)
    const after = action === 'choose' ? desk.choose(id) : action === 'restore' ? desk.restore(id) : before
    if (action === 'remove') desk.remove(id)
    return Promise.resolve(shown(after === null ? [] : [after]))
  })
}

function placeOf({ kind, chapter, paragraph }: PlaceOptions) {
  return { kind, chapterIndex: chapter, paragraphIndex: paragraph }
}

type DeskAgent = PictureDeskOptions['agent'] & { isAway?: true }
type Work = (rooms: {
  desk: PictureDesk
  studio: Pick<Studio, 'workspace'> & { agent: DeskAgent }
}) => Promise<CommandResult>

/** With rows and files alone: a studio that is open goes on beside it. */
function withDesk(context: CommandContext, work: Work): Promise<CommandResult> {
  return withStudio(context, 'write', async (studio) => {
    const { locateFfmpeg } = await import('#electron/audio/ffmpeg.ts')
    const { ffmpeg_path: ffmpegPath, ffprobe_path: ffprobePath } = studio.workspace.config.media
    const ffmpeg = await locateFfmpeg({ ffmpegPath, ffprobePath })
    return atDesk({ ...studio, ffmpeg, agent: absentAgent(studio) }, work)
  })
}

/** With an agent that draws; where a studio is open already, that one draws, and nobody waits here. */
async function withAgent(context: CommandContext, work: Work): Promise<CommandResult> {
  try {
    return await withWorkingStudio(context, (studio) => atDesk(studio, work))
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'environment.busy')) throw error
    context.stderr.write('The studio is open: it draws the pictures.\n')
    return withDesk(context, work)
  }
}

async function atDesk(
  studio: Studio & { agent: DeskAgent; ffmpeg: WorkingStudio['ffmpeg'] },
  work: Work,
): Promise<CommandResult> {
  const { PictureDesk } = await import('#electron/production/pictures/picture-desk.ts')
  const { PromptDesk } = await import('#electron/production/pictures/prompt-desk.ts')
  const nobody = () => undefined
  const told = { onChange: nobody, onRemove: nobody, onCover: nobody }
  const desk = new PictureDesk({ ...studio, ...told, prompts: new PromptDesk(studio) })
  try {
    return await work({ desk, studio })
  } finally {
    await desk.close()
  }
}

/** What can be done to jobs by their rows; whoever works on the queue notices. */
function absentAgent({ database }: Studio): DeskAgent {
  return {
    isAway: true,
    onJob: () => () => undefined,
    wake: () => undefined,
    cancelJob: (id, reason) => database.jobs.cancel(id, reason),
    fits: () => [],
    isLackedByAll: () => false,
  }
}

/** Waits until each of the pictures is drawn or has failed. */
async function settled(
  desk: PictureDesk,
  { agent }: { agent: DeskAgent },
  cards: readonly PictureCard[],
): Promise<CommandResult> {
  const now = () => cards.flatMap(({ id }) => desk.card(id) ?? [])
  const isOpen = () => now().some(({ status }) => status === 'waiting' || status === 'drawing')
  while (agent.isAway !== true && isOpen()) {
    await new Promise<void>((resolve) => {
      const stop = agent.onJob(() => {
        if (!isOpen()) end()
      })
      const timer = setTimeout(() => end(), LOOK_INTERVAL_MS)
      const end = () => {
        stop()
        clearTimeout(timer)
        resolve()
      }
    })
  }
  return shown(now())
}

function shown(cards: readonly PictureCard[]): CommandResult {
  const columns = [
    { title: 'ID', align: 'right' },
    { title: 'KIND' },
    { title: 'PLACE' },
    { title: 'STATUS' },
    { title: 'IN USE' },
    { title: 'SIZE' },
    { title: 'FROM', maxWidth: 40 },
    { title: 'PROMPT', maxWidth: 60 },
  ] as const
  const rows = cards.map((card) => [
    String(card.id),
    card.kind,
    card.kind === 'scene' ? `${card.chapterIndex}:${card.paragraphIndex}` : '',
    card.status,
    card.isChosen ? 'yes' : '',
    card.widthPx === null ? '' : `${card.widthPx} × ${card.heightPx ?? 0}`,
    card.origin === 'drawn' ? (card.workflowLabel ?? 'drawn') : card.origin,
    card.prompt ?? '',
  ])
  const problems = cards.flatMap(({ id, error }) => (error === null ? [] : [`Picture ${id}: ${error}`]))
  return {
    document: { pictures: cards },
    lines: rows.length > 0 ? formatTable(columns, rows) : ['No pictures yet. `e3 pictures draw BOOK` makes some.'],
    problems,
    ...(problems.length > 0 && { exitCode: 1 }),
  }
}
