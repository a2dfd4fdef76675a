/** A file that was dropped or picked; its content is read when its turn comes. */
export interface PickedFile {
  name: string
  open: () => Promise<File>
}

/** What a drop held. */
export interface PickedFiles {
  files: PickedFile[]
  /** Files of folders that are not books, and whatever was beyond the bounds. */
  passedOver: number
}

const BOOK_NAME = /\.(html?|xhtml|txt|text|epub|zip)$/i
const JOB_NAME = /\.ya?ml$/i
const MOST_FILES = 20_000
const DEEPEST_FOLDER = 12

export function isJobFile(name: string): boolean {
  return JOB_NAME.test(name)
}

/** Whether a file of a folder is worth sending; whatever is dropped by itself is judged by the studio. */
export function isBookFile(name: string): boolean {
  return BOOK_NAME.test(name)
}

export function pickedFile(file: File): PickedFile {
  return { name: file.name, open: () => Promise.resolve(file) }
}

/** The files of a folder that a file input gave, without what is no book. */
export function pickFromFolder(files: readonly File[]): PickedFiles {
  const books = files.filter(({ name }) => isBookFile(name)).slice(0, MOST_FILES)
  return { files: books.map(pickedFile), passedOver: files.length - books.length }
}

/** What was dropped, folders included. Entries vanish with the event: call it before anything is awaited. */
export async function filesOfDrop(transfer: DataTransfer): Promise<PickedFiles> {
  const entries: FileSystemEntry[] = []
  const loose: PickedFile[] = []
  for (const item of transfer.items) {
    if (item.kind !== 'file') continue
    const entry = item.webkitGetAsEntry()
    const file = item.getAsFile()
    if (entry?.isDirectory === true) entries.push(entry)
    else if (file !== null) loose.push(pickedFile(file))
  }
  const { files, passedOver } = await walkEntries(entries)
  return { files: [...loose, ...files], passedOver }
}

/** All book files below folders, folder by folder, within bounds. */
export async function walkEntries(roots: readonly FileSystemEntry[]): Promise<PickedFiles> {
  const files: PickedFile[] = []
  let passedOver = 0
  const folders = roots.map((entry) => ({ entry, depth: 0 }))
  for (let next = folders.shift(); next !== undefined; next = folders.shift()) {
    for (const entry of await entriesOf(next.entry as FileSystemDirectoryEntry)) {
      if (entry.isDirectory) {
        if (next.depth < DEEPEST_FOLDER) folders.push({ entry, depth: next.depth + 1 })
        else passedOver += 1
      } else if (isBookFile(entry.name) && files.length < MOST_FILES) {
        files.push({ name: entry.name, open: () => openEntry(entry as FileSystemFileEntry) })
      } else {
        passedOver += 1
      }
    }
  }
  return { files, passedOver }
}

/** A reader hands out its entries by the hundred, and nothing at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))
    all.push(...some)
  }
}

function openEntry(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}
