import type { NARRATOR_ROUTES } from '#shared/contract/narrator.ts'
import type { Handlers } from '#shared/contract/routes.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers the requests of NARRATOR_ROUTES. */
export function narratorHandlers(context: HandlerContext): Pick<Handlers, keyof typeof NARRATOR_ROUTES> {
  const { broadcast, studio } = context
  const soon = () => Promise.reject(new AppError('narrator.notYet', 'This is not built yet.'))
  return {
    'narrator.list': async () => {
      const { revision } = broadcast
      return { revision, items: await studio().narrators.list() }
    },
    'narrator.create': (draft) => studio().narrators.create(draft),
    'narrator.update': ({ narratorId, changes }) => studio().narrators.update(narratorId, changes),
    'narrator.voiceModels': () => studio().narrators.voiceModels(),
    'narrator.setSample': soon,
    'narrator.removeSample': soon,
    'narrator.waveform': soon,
    'audition.start': soon,
    'audition.list': () => ({ revision: broadcast.revision, items: [] }),
    'audition.clear': soon,
  }
}
