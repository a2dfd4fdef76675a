import { readFileSync } from 'node:fs'
import { is } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { describe, expect, it } from 'vitest'
import { JOB_STATUSES, PRIORITY } from '#shared/models/job.ts'
import { CHUNK_ROLES, CHUNK_STATUSES, PRODUCTION_STATUSES, STEPS } from '#shared/models/production.ts'
import * as schema from './schema.ts'

const tables = Object.values(schema)
  .filter((value) => is(value, SQLiteTable))
  .map((table) => getTableConfig(table))
const columnsOf = (name: string) =>
  tables.find((table) => table.name === name)?.columns.map((column) => column.name) ?? []

describe('database/README.md', () => {
  const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8')
  const sections = new Map(
    readme
      .split(/^## /m)
      .slice(1)
      .map((section) => [
        section.slice(0, section.indexOf('\n')),
        [...section.matchAll(/^\| `(\w+)` \| (\S.*) \|$/gm)].map((row) => row[1]),
      ]),
  )

  it.each(tables.map(({ name }) => name))('explains each column of %s, in the order of the table', (name) => {
    expect(sections.get(name)).toEqual(columnsOf(name))
  })

  it('explains nothing that is not there', () => {
    const documented = [...sections].filter(([, columns]) => columns.length > 0).map(([name]) => name)
    expect(documented.sort()).toEqual(tables.map(({ name }) => name).sort())
  })

  it('draws each table with its keys and each reference between them', () => {
    const diagram = /```mermaid\n(.*?)```/s.exec(readme)?.[1] ?? ''
    for (const { name, columns, foreignKeys, primaryKeys } of tables) {
      const box = new RegExp(`^ {2}${name} \\{\\n(.*?)^ {2}\\}`, 'ms').exec(diagram)?.[1] ?? ''
      const drawn = [...box.matchAll(/^ {4}(\w+) (\w+) /gm)].map(([, type, column]) => [column, type])
      const references = foreignKeys.map((key) => key.reference())
      const keys = columns.filter(
        (column) =>
          column.primary ||
          column.isUnique ||
          primaryKeys.some((key) => key.columns.some(({ name: part }) => part === column.name)) ||
          references.some((reference) => reference.columns.some(({ name: key }) => key === column.name)),
      )
      expect(drawn).toEqual(keys.map((column) => [column.name, column.getSQLType()]))
      for (const { foreignTable } of references) {
        expect(diagram).toMatch(new RegExp(`^ {2}${getTableConfig(foreignTable).name} \\S+o\\{ ${name} :`, 'm'))
      }
    }
  })
})

describe('the schema', () => {
  it('has the columns that existing queries and the Python tools use', () => {
    expect(columnsOf('titles').slice(0, 12)).toHaveLength(12)
    expect(columnsOf('narrators').slice(0, 9).at(-1)).toBe('created_at')
    expect(columnsOf('audiobook_production')).toHaveLength(43)
    expect(columnsOf('comfyui_jobs').slice(0, 16).at(-1)).toBe('lease_expires_at')
  })

  it('has a status column for each step of the pipeline, in its order', () => {
    const statuses = columnsOf('audiobook_production').filter((column) => column.endsWith('_status'))
    expect(statuses).toEqual(STEPS.map((step) => `${step}_status`))
  })

  it('allows the values of the models and no others', () => {
    const migration = readFileSync(new URL('./migrations/0000_first.sql', import.meta.url), 'utf8')
    const allowed = (column: string) =>
      [...(new RegExp(`"${column}" in \\(([^)]*)\\)`).exec(migration)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(
        (value) => value[1],
      )
    expect(allowed('audiobook_production"."status')).toEqual([...PRODUCTION_STATUSES])
    expect(allowed('comfyui_jobs"."status')).toEqual([...JOB_STATUSES])
    expect(allowed('chunks"."status')).toEqual([...CHUNK_STATUSES])
    expect(allowed('chunks"."role')).toEqual([...CHUNK_ROLES])
    expect(migration).toContain(`"priority" between ${String(PRIORITY.min)} and ${String(PRIORITY.max)}`)
  })
})
