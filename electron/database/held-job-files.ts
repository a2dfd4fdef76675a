import { existsSync } from 'node:fs'
import { connect, withDatabaseErrors } from './connection.ts'

/** The job files that an environment has in its queue or not yet put away, without opening it; none for an older database. */
export function heldJobFiles(databaseFile: string): ReadonlySet<string> {
  if (!existsSync(databaseFile)) return new Set()
  const connection = connect(databaseFile, 'read')
  try {
    return withDatabaseErrors(databaseFile, () => {
      const columns = connection.pragma('table_info(comfyui_jobs)') as { name: string }[]
      if (!columns.some(({ name }) => name === 'job_file')) return new Set()
      const rows = connection.prepare('SELECT job_file FROM comfyui_jobs WHERE job_file IS NOT NULL').pluck().all()
      return new Set(rows as string[])
    })
  } finally {
    connection.close()
  }
}
