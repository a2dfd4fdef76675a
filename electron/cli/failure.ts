import { AppError, messageOf } from '#shared/models/app-error.ts'
import type { StudioOptions } from '#electron/studio/open-studio.ts'

/** A failure as it is told: the reason in one line. */
export interface Failure {
  code: string
  message: string
}

/** What to do about it here; a window has buttons for the same. */
const REMEDIES: Readonly<Record<string, string>> = {
  'title.unknown': '`e3 titles` lists them, `e3 import FILE` adds one.',
  'narrator.unknown': '`e3 narrators` lists them.',
  'narrator.noneForLanguage': 'Name one with --narrator.',
  'production.unknown': '`e3 productions` lists them.',
  'production.nothingToRead': '`e3 parse FILE` shows what the studio understands of it.',
  'job.unknown': '`e3 jobs` lists them.',
}

/** The reason of a failure; one that nobody foresaw is logged with its stack. */
export async function describeFailure(error: unknown, studio: StudioOptions): Promise<Failure> {
  if (error instanceof AppError) {
    return { code: error.code, message: oneLine(`${error.message} ${REMEDIES[error.code] ?? ''}`) }
  }
  const reason = oneLine(messageOf(error)).replace(/[.]?$/, '.')
  return { code: 'internal', message: `Unexpected error: ${reason} ${await logUnexpected(error, studio)}` }
}

/** Line breaks and what surrounds them become one blank. */
export function oneLine(text: string): string {
  return text.trim().replaceAll(/\s*[\r\n]+\s*/g, ' ')
}

async function logUnexpected(error: unknown, studio: StudioOptions): Promise<string> {
  try {
    const [{ openWorkspace }, { createLogger }] = await Promise.all([
      import('#electron/config/workspace.ts'),
      import('#electron/log/logger.ts'),
    ])
    const workspace = openWorkspace(studio)
    const logger = createLogger({ file: workspace.logFile, level: 'error', module: 'cli' })
    logger.error('unexpected error', { error })
    await logger.close()
    return `Details are in ${workspace.relative(workspace.logFile)}.`
  } catch {
    // Without a readable configuration there is no log to write to.
    return 'E3_DEBUG=1 shows where it happened.'
  }
}
