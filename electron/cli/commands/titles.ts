import type { CommandContext, CommandResult } from '../command.ts'
import { formatTable } from '../text-table.ts'
import { withStudio } from '../with-studio.ts'

/** `e3 titles`. */
export function titles(context: CommandContext): Promise<CommandResult> {
  return withStudio(context, 'read', ({ database }) => {
    const found = database.titles.list()
    const columns = [
      { title: 'BOOK' },
      { title: 'TITLE' },
      { title: 'AUTHOR', maxWidth: 32 },
      { title: 'LANGUAGE' },
      { title: 'YEAR', align: 'right' },
      { title: 'AUDIOBOOK' },
    ] as const
    const rows = found.map((title) => [
      title.bookId,
      title.title,
      title.author,
      title.language,
      String(title.publicationYear ?? ''),
      title.audiobookComplete ? 'complete' : '–',
    ])
    const lines = rows.length > 0 ? formatTable(columns, rows) : ['No titles yet. `e3 import FILE` adds one.']
    return { document: { titles: found }, lines }
  })
}
