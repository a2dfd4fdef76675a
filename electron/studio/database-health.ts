import { inspectDatabase, type DatabaseFacts } from '#electron/database/inspect-database.ts'
import type { Workspace } from '#electron/config/workspace.ts'
import { messageOf } from '#shared/models/app-error.ts'
import type { HealthRow } from '#shared/models/settings.ts'

/** Whatever opens an environment to write does this. */
const UPDATE = 'Open this environment once: it is brought up to date, and a copy and every row are kept.'

type Finding = Omit<HealthRow, 'area'>

/** Integrity, references, pragmas and migrations of an environment's database, which is not changed. */
export function databaseHealth(workspace: Workspace): HealthRow[] {
  const name = workspace.relative(workspace.databaseFile)
  try {
    const facts = inspectDatabase(workspace.databaseFile)
    return [integrity(name, facts), migrations(facts), pragmas(facts)].map((row) => ({ area: 'database', ...row }))
  } catch (error: unknown) {
    return [{ area: 'database', name, state: 'failed', detail: messageOf(error) }]
  }
}

function integrity(name: string, { damages, brokenReferences }: DatabaseFacts): Finding {
  if (damages.length > 0) {
    const remedy = 'Move the file away and put back the newest copy from database/backups.'
    return { name, state: 'failed', detail: `is damaged: ${damages.slice(0, 3).join('; ')}`, remedy }
  }
  if (brokenReferences === 0) return { name, state: 'ok', detail: 'sound, every reference holds' }
  return { name, state: 'warning', detail: `${brokenReferences} rows refer to rows that are gone` }
}

function migrations({ migrations: { kind, applied, pending } }: DatabaseFacts): Finding {
  const name = 'migrations'
  switch (kind) {
    case 'current':
      return { name, state: 'ok', detail: `${applied} applied, none pending` }
    case 'newer':
      return { name, state: 'failed', detail: 'were made by a newer E3 Studio', remedy: 'Update this studio.' }
    case 'foreign':
      return {
        name,
        state: 'failed',
        detail: 'the file belongs to another program',
        remedy: 'Choose another databases.main.',
      }
    case 'older':
      return {
        name,
        state: 'warning',
        detail: 'a database of the Python E3',
        remedy: UPDATE,
      }
    case 'empty':
    case 'behind':
      return { name, state: 'warning', detail: `${applied} applied, ${pending} pending`, remedy: UPDATE }
  }
}

function pragmas({ pragmas: found }: DatabaseFacts): Finding {
  const detail = Object.entries(found)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')
  if (found.journal_mode === 'wal') return { name: 'pragmas', state: 'ok', detail }
  return { name: 'pragmas', state: 'warning', detail, remedy: UPDATE }
}
