import type { PICTURE_ROUTES } from '#shared/contract/picture.ts'
import type { Handlers } from '#shared/contract/routes.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers for covers, thumbnails and scenes. */
export function pictureHandlers({ studio, broadcast }: HandlerContext): Pick<Handlers, keyof typeof PICTURE_ROUTES> {
  return {
    'picture.list': async ({ bookId }) => {
      // Taken first: what is told while the cards are made is told once more.
      const { revision } = broadcast
      return { revision, items: await studio().pictures.list(bookId) }
    },
    'picture.styles': () => studio().pictures.styles(),
    'picture.means': () => studio().pictures.means(),
    'picture.scenes': ({ bookId }) => studio().pictures.scenes(bookId),
    'picture.prompt': (request) => studio().pictures.prompt(request),
    'picture.draw': (request) => studio().pictures.draw(request),
    'picture.again': ({ id }) => studio().pictures.again(id),
    'picture.upload': (request) => studio().pictures.upload(request),
    'picture.choose': ({ id }) => studio().pictures.choose(id),
    'picture.remove': ({ id }) => {
      studio().pictures.remove(id)
      return null
    },
    'picture.restore': ({ id }) => studio().pictures.restore(id),
  }
}
