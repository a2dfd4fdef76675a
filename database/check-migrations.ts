import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { messageOf } from '#shared/models/app-error.ts'

/**
 * Checks that the migrations are one unforked chain and that generating them anew would add nothing.
 *
 * `node database/check-migrations.ts [DATABASE_FOLDER]`: one line, exit 0 or 1; writes only to a temporary copy.
 */
const here = dirname(fileURLToPath(import.meta.url))
const repository = dirname(here)
const kit = join(repository, 'node_modules', 'drizzle-kit', 'bin.cjs')

async function drizzleKit(command: 'check' | 'generate', schema: string, migrations: string): Promise<string> {
  // drizzle-kit takes paths relative to its working folder only; a question of it is answered by the end of its input.
  const [schemaPath, out] = [schema, migrations].map((path) => relative(repository, path).replaceAll('\\', '/'))
  const files = command === 'generate' ? [`--schema=${schemaPath ?? ''}`] : []
  const args = [kit, command, '--dialect=sqlite', `--out=${out ?? ''}`, ...files]
  const running = promisify(execFile)(process.execPath, args, { cwd: repository, timeout: 60_000 })
  running.child.stdin?.end()
  const { stdout, stderr } = await running
  return `${stdout}${stderr}`
}

async function textsBelow(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return new Map(
    await Promise.all(files.map(async (file) => [relative(folder, file), await readFile(file, 'utf8')] as const)),
  )
}

async function findProblem(folder: string): Promise<string | null> {
  const migrations = join(folder, 'migrations')
  const copy = await mkdtemp(join(tmpdir(), 'e3-migrations-'))
  try {
    await cp(migrations, copy, { recursive: true })
    const [checked] = await Promise.all([
      drizzleKit('check', join(folder, 'schema.ts'), migrations),
      drizzleKit('generate', join(folder, 'schema.ts'), copy),
    ])
    if (!checked.includes("Everything's fine")) return checked.trim()
    const [before, after] = await Promise.all([textsBelow(migrations), textsBelow(copy)])
    const changed = [...after].filter(([file, text]) => before.get(file) !== text).map(([file]) => file)
    return changed.length === 0
      ? null
      : `schema.ts needs a migration (${changed.join(', ')}); run npm run migrate and commit it`
  } catch (error) {
    return (error as { stderr?: string }).stderr?.trim() || messageOf(error)
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

const problem = await findProblem(resolve(process.argv[2] ?? here))
process.stdout.write(problem === null ? 'Schema and migrations agree.\n' : `Migrations: ${problem}\n`)
process.exitCode = problem === null ? 0 : 1
