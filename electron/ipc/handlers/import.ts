import type { IMPORT_ROUTES } from '#shared/contract/import.ts'
import type { Handlers } from '#shared/contract/routes.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers for files on their way to the shelf. */
export function importHandlers({
  studio,
  shell,
  broadcast,
}: HandlerContext): Pick<Handlers, keyof typeof IMPORT_ROUTES> {
  return {
    'import.list': () => ({ revision: broadcast.revision, items: studio().imports.list() }),
    'import.add': ({ name, bytes }) => studio().imports.addBytes(name, bytes),
    'import.choose': async ({ kind }) => {
      const paths = await shell.chooseBooks(kind)
      return studio().imports.addPaths(paths)
    },
    'import.samples': () => studio().imports.addSamples(),
    'import.decide': ({ importId, decision }) => studio().imports.decide(importId, decision),
    'import.cancel': ({ importId }) => {
      studio().imports.cancel(importId)
      return null
    },
    'import.clear': () => {
      studio().imports.clear()
      return null
    },
  }
}
