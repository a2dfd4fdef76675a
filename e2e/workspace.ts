import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { REPOSITORY } from './runtime/places.ts'
import { run } from './runtime/run.ts'

export const OUTPUT = join(REPOSITORY, 'e2e/output')
/** Names the folder that each test's workspace is a copy of; set for the workers before they start. */
const TEMPLATE = 'E3_TEST_TEMPLATE'

/** Makes the workspace that each test gets a copy of: to make one takes seconds, to copy it milliseconds. */
export async function makeTemplate(): Promise<{ remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'e3-template-'))
  process.env[TEMPLATE] = folder
  await e3(['init', '--workspace', folder])
  return { remove: () => rm(folder, { recursive: true, force: true }) }
}

/** A workspace of a test's own, empty but for the narrators. */
export class Workspace {
  readonly root: string

  private constructor(root: string) {
    this.root = root
  }

  static async make(): Promise<Workspace> {
    const template = process.env[TEMPLATE]
    if (template === undefined) throw new Error('Start the specs with: npx playwright test -c e2e')
    const root = await mkdtemp(join(tmpdir(), 'e3-e2e-'))
    await cp(template, root, { recursive: true })
    return new Workspace(root)
  }

  /** Runs a command in it, for what has to be there before the studio starts: `e3('import', file)`. */
  e3(...args: string[]): Promise<string> {
    return e3([...args, '--workspace', this.root])
  }

  file(path: string): string {
    return join(this.root, path)
  }

  /** What the studio has logged, in both environments and outside them. */
  async log(): Promise<string> {
    const files = ['logs/e3_alpha.log', 'logs/e3_prod.log', 'logs/e3_serve.log', 'user-data/studio.log']
    const texts = await Promise.all(files.map((file) => readFile(this.file(file), 'utf8').catch(() => '')))
    return texts.join('')
  }

  /** Bugs that the log tells of: whatever a producer cannot understand. */
  async bugs(): Promise<string[]> {
    const lines = (await this.log()).split('\n').filter((line) => line !== '')
    return lines.filter((line) => {
      const { level, error } = JSON.parse(line) as { level: string; error?: { name?: string } }
      return level === 'error' && error?.name !== 'AppError'
    })
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true, maxRetries: 5 })
  }
}

function e3(args: readonly string[]): Promise<string> {
  const program = join(REPOSITORY, 'electron/cli.ts')
  return run(process.execPath, ['--disable-warning=ExperimentalWarning', program, ...args])
}
