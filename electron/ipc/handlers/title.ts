import type { TITLE_ROUTES } from '#shared/contract/title.ts'
import type { Handlers } from '#shared/contract/routes.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers for the bookshelf. */
export function titleHandlers({ studio, broadcast }: HandlerContext): Pick<Handlers, keyof typeof TITLE_ROUTES> {
  return {
    'title.list': () => ({ revision: broadcast.revision, items: studio().shelf.cards() }),
    'title.search': ({ text, limit }) => ({ bookIds: studio().shelf.search(text, limit) }),
    'title.get': ({ bookId }) => studio().shelf.details(bookId),
    'title.chapter': ({ bookId, index }) => studio().shelf.chapter(bookId, index),
    'title.update': ({ bookId, changes }) => studio().shelf.update(bookId, changes),
    'title.files': ({ bookId }) => studio().shelf.files(bookId),
    'title.remove': ({ bookId }) => studio().shelf.remove(bookId),
    'title.restore': ({ bookId }) => studio().shelf.restore(bookId),
    'title.removed': () => studio().shelf.removed(),
    'title.purge': async ({ bookId }) => {
      await studio().shelf.purge(bookId)
      return null
    },
  }
}
