import type { NARRATOR_ROUTES } from '#shared/contract/narrator.ts'
import type { Handlers } from '#shared/contract/routes.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers the requests of NARRATOR_ROUTES. */
export function narratorHandlers(context: HandlerContext): Pick<Handlers, keyof typeof NARRATOR_ROUTES> {
  const { broadcast, studio } = context
  return {
    'narrator.list': async () => {
      // Taken first: what is told while the cards are made is told once more.
      const { revision } = broadcast
      return { revision, items: await studio().narrators.list() }
    },
    'narrator.create': (draft) => studio().narrators.create(draft),
    'narrator.update': ({ narratorId, changes }) => studio().narrators.update(narratorId, changes),
    'narrator.voiceModels': () => studio().narrators.voiceModels(),
    'narrator.setSample': ({ narratorId, ...upload }) => studio().narrators.setSample(narratorId, upload),
    'narrator.removeSample': ({ narratorId }) => studio().narrators.removeSample(narratorId),
    'narrator.waveform': ({ narratorId }) => studio().narrators.waveform(narratorId),
    'audition.start': (request) => studio().auditions.start(request),
    'audition.list': () => ({ revision: broadcast.revision, items: studio().auditions.list() }),
    'audition.clear': async () => {
      await studio().auditions.clear()
      return null
    },
  }
}
