import { expect, test } from 'vitest'
import { isJobFile, walkEntries } from './walk-entries.ts'

/** A browser's folder of a drop: its reader hands out `batch` entries at a time. */
function folder(name: string, children: FileSystemEntry[], batch = 2): FileSystemEntry {
  const entry = {
    name,
    isDirectory: true,
    isFile: false,
    createReader: () => {
      const left = [...children]
      return { readEntries: (done: (entries: FileSystemEntry[]) => void) => done(left.splice(0, batch)) }
    },
  }
  return entry as unknown as FileSystemEntry
}

function file(name: string): FileSystemEntry {
  const entry = {
    name,
    isDirectory: false,
    isFile: true,
    file: (done: (file: File) => void) => done(new File([name], name)),
  }
  return entry as unknown as FileSystemEntry
}

test('finds the books of a folder and of the folders in it, and counts what it passes over', async () => {
  const shelf = folder('shelf', [
    file('10.html'),
    folder('more', [file('deep.EPUB'), file('cover.jpg')]),
    file('2.htm'),
    file('notes.yaml'),
    file('1.txt'),
  ])
  const { files, passedOver } = await walkEntries([shelf])
  expect(files.map(({ name }) => name)).toEqual(['1.txt', '2.htm', '10.html', 'deep.EPUB'])
  expect(passedOver).toBe(2)
  expect(await (await files[3]!.open()).text()).toBe('deep.EPUB')
})

test('stops at a depth that no shelf has', async () => {
  const nested = Array.from({ length: 30 }).reduce<FileSystemEntry>(
    (inner) => folder('deeper', [inner]),
    file('lost.txt'),
  )
  expect(await walkEntries([nested])).toEqual({ files: [], passedOver: 1 })
})

test('takes only YAML files for jobs', () => {
  expect(['a.yaml', 'b.YML', 'c.yaml.txt', 'yaml'].map(isJobFile)).toEqual([true, true, false, false])
})
