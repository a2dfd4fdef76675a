import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyFileAtomic, linkOrCopy, removeParts, writeFileAtomic } from './atomic-file.ts'

let dir: string

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'e3-atomic-'))
})

afterEach(() => rm(dir, { recursive: true, force: true }))

describe('writeFileAtomic', () => {
  it('makes the folders and leaves nothing but the file', async () => {
    const file = join(dir, 'a', 'b', 'c.txt')
    await writeFileAtomic(file, 'first')
    await writeFileAtomic(file, new TextEncoder().encode('second'))
    expect(await readFile(file, 'utf8')).toBe('second')
    expect(await readdir(join(dir, 'a', 'b'))).toEqual(['c.txt'])
  })

  it('lets two writers of one file both finish, one of them last', async () => {
    const file = join(dir, 'c.txt')
    const contents = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000))
    await Promise.all(contents.map((content) => writeFileAtomic(file, content)))
    expect(contents).toContain(await readFile(file, 'utf8'))
    expect(await readdir(dir)).toEqual(['c.txt'])
  })

  it('keeps the old file and no part when it cannot replace it', async () => {
    const file = join(dir, 'folder')
    await writeFileAtomic(join(file, 'inside.txt'), 'old')
    await expect(writeFileAtomic(file, 'new')).rejects.toThrow()
    expect(await readFile(join(file, 'inside.txt'), 'utf8')).toBe('old')
    expect(await readdir(dir)).toEqual(['folder'])
  })
})

describe('copies and links', () => {
  it('copies bytes into a file of its own', async () => {
    await writeFile(join(dir, 'from'), 'take')
    await copyFileAtomic(join(dir, 'from'), join(dir, 'to', 'copy'))
    expect(await readFile(join(dir, 'to', 'copy'), 'utf8')).toBe('take')
    expect((await stat(join(dir, 'from'))).ino).not.toBe((await stat(join(dir, 'to', 'copy'))).ino)
  })

  it('links a file again and again without a part left over', async () => {
    await writeFile(join(dir, 'take'), 'take')
    await linkOrCopy(join(dir, 'take'), join(dir, 'place', '0001'))
    await linkOrCopy(join(dir, 'take'), join(dir, 'place', '0001'))
    expect((await stat(join(dir, 'take'))).ino).toBe((await stat(join(dir, 'place', '0001'))).ino)
    expect(await readdir(join(dir, 'place'))).toEqual(['0001'])
  })

  it('says when there is nothing to link', async () => {
    await expect(linkOrCopy(join(dir, 'none'), join(dir, 'to'))).rejects.toThrow('ENOENT')
  })
})

describe('removeParts', () => {
  it('removes what a killed writer left and nothing else', async () => {
    await writeFile(join(dir, 'a.flac.1234.part'), '')
    await writeFile(join(dir, 'a.flac'), '')
    await removeParts(dir)
    expect(await readdir(dir)).toEqual(['a.flac'])
  })

  it('takes a missing folder for a clean one', async () => {
    await expect(removeParts(join(dir, 'none'))).resolves.toBeUndefined()
  })
})
