import { AppError } from '#shared/models/app-error.ts'
import { bookPaths } from '#electron/library/book-paths.ts'
import type { ImportResult } from '#electron/library/import-book.ts'
import type { Studio } from '#electron/studio/open-studio.ts'

import type { CommandContext, CommandResult } from '../command.ts'
import { describeFailure, type Failure } from '../failure.ts'
import { countOf } from '../format-values.ts'
import { importInto } from '../import-into.ts'
import { printable } from '../text-width.ts'
import { ensureWorkspace, withStudio } from '../with-studio.ts'

type Outcome = { file: string } & (ImportResult | { status: 'failed'; error: Failure })

/** `e3 import`: a file that is no book does not keep the others out. */
export async function importFiles(context: CommandContext, paths: readonly string[]): Promise<CommandResult> {
  const files = (await Promise.all(paths.map(bookPaths))).flat()
  if (files.length === 0) {
    throw new AppError('book.missing', `There is no text, HTML, EPUB or zip file in ${paths.join(', ')}.`)
  }
  await ensureWorkspace(context.studio)
  const outcomes = await withStudio(context, 'write', async (studio) => {
    const done: Outcome[] = []
    for (const file of files) done.push(await importOne(studio, file, context))
    return done
  })
  const failures = outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error] : []))
  const [first] = failures
  const error = failures.length < 2 ? first : { code: 'import.incomplete', message: incomplete(failures.length, files) }
  return {
    document: { imported: outcomes, ...(error !== undefined && { error }) },
    lines: outcomes.flatMap((outcome) => ('error' in outcome ? [] : [sentence(outcome)])),
    problems: failures.map(({ message }) => message),
    exitCode: failures.length === 0 ? 0 : 1,
  }
}

async function importOne(studio: Studio, file: string, { studio: options }: CommandContext): Promise<Outcome> {
  try {
    return { file, ...(await importInto(studio, file)) }
  } catch (error) {
    return { file, status: 'failed', error: await describeFailure(error, options) }
  }
}

function sentence({ status, bookId, title, author, chapters, words }: ImportResult): string {
  return printable(
    `${status.padEnd(9)}  ${bookId}  ${title}, by ${author}: ${countOf(chapters, 'chapter')}, ${countOf(words, 'word')}`,
  )
}

function incomplete(failed: number, files: readonly string[]): string {
  return `${failed} of ${countOf(files.length, 'file')} could not be imported.`
}
