import type { Book } from '#shared/models/book.ts'
import { ParseThread, type KnownBook, type ParseOptions } from './parse-thread.ts'
import type { ShelvedBook } from './shelve-book.ts'

/** A book that was read and may be shelved, or not. */
export interface ReadBook {
  known: KnownBook
  /** Writes the book's folder under this id; only once. */
  shelve: (bookId: string) => Promise<ShelvedBook>
}

/** Reads a file into a book, in a thread of its own; a file that is no book throws an `AppError` with a `book.` code. */
export async function parseFile(path: string, options: ParseOptions): Promise<Book> {
  const { maxChunkCharacters } = options
  return withThread(new ParseThread({ path, maxChunkCharacters, foundryDir: null }, options), async (thread) => {
    await thread.next('known')
    return (await thread.next('book')).book
  })
}

/**
 * Reads a file, or a book's folder, and lets `decide` shelve it, so that no text passes through the calling thread.
 *
 * What is read is forgotten when `decide` settles. An abort ends the reading and rejects with the signal's reason; a file
 * that is being shelved is not interrupted, since that could leave a book half replaced.
 */
export async function readForShelf<Result>(
  path: string,
  options: ParseOptions & { foundryDir: string; signal?: AbortSignal },
  decide: (book: ReadBook) => Promise<Result>,
): Promise<Result> {
  const { maxChunkCharacters, foundryDir, signal } = options
  signal?.throwIfAborted()
  const thread = new ParseThread({ path, maxChunkCharacters, foundryDir }, options)
  const stop = (): void => thread.abandon(signal?.reason)
  signal?.addEventListener('abort', stop)
  return withThread(thread, async () => {
    const { known } = await thread.next('known')
    return decide({
      known,
      shelve: async (bookId) => {
        signal?.throwIfAborted()
        if (!known.isFolder) signal?.removeEventListener('abort', stop)
        thread.tell({ bookId })
        return (await thread.next('shelved')).shelved
      },
    })
  }).finally(() => signal?.removeEventListener('abort', stop))
}

async function withThread<Result>(
  thread: ParseThread,
  work: (thread: ParseThread) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(thread)
  } finally {
    await thread.close()
  }
}
