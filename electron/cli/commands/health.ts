import { healthOf } from '#electron/studio/health-of.ts'
import type { CommandContext, CommandResult } from '../command.ts'
import { countOf } from '../format-values.ts'
import { formatTable } from '../text-table.ts'

/** `e3 health`: fails when something that a production needs is not in order. */
export async function health({ studio }: CommandContext): Promise<CommandResult> {
  const checks = await healthOf(studio)
  const columns = [
    { title: 'AREA' },
    { title: 'WHAT', maxWidth: 40 },
    { title: 'STATE' },
    { title: 'DETAIL', maxWidth: 160 },
  ]
  const rows = checks.map(({ area, name, state, detail, remedy }) => {
    return [area, name, state, remedy === undefined ? detail : `${detail}. ${remedy}`]
  })
  const failed = checks.filter(({ state }) => state === 'failed').length
  const document = { isHealthy: failed === 0, checks }
  const lines = formatTable(columns, rows)
  if (failed === 0) return { document, lines }
  const message = `${countOf(failed, 'check')} failed.`
  return {
    document: { ...document, error: { code: 'health.failed', message } },
    lines,
    problems: [message],
    exitCode: 1,
  }
}
