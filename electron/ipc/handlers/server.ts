import type { Handlers } from '#shared/contract/routes.ts'
import type { SERVER_ROUTES } from '#shared/contract/server.ts'
import { tryServer } from '#electron/comfyui/workflows/try-server.ts'
import { ServerSettings } from '#electron/studio/server-settings.ts'
import type { HandlerContext } from '../handler-context.ts'

const TRIAL_DEADLINE_MS = 5000

/** Answers the requests of SERVER_ROUTES. */
export function serverHandlers(context: HandlerContext): Pick<Handlers, keyof typeof SERVER_ROUTES> {
  const { host, broadcast, studio } = context
  const settings = new ServerSettings(host)
  return {
    'server.list': () => ({ revision: broadcast.revision, items: studio().servers.list() }),
    'server.test': (wishes) =>
      tryServer(settings.addressOf(wishes), { workflows: studio().workflows, deadlineMs: TRIAL_DEADLINE_MS }),
    'server.add': (wishes) => settings.add(wishes),
    'server.update': ({ name, changes }) => settings.update(name, changes),
    'server.setEnabled': ({ name, enabled }) => settings.setEnabled(name, enabled),
    'server.remove': async ({ name }) => {
      await settings.remove(name)
      return null
    },
  }
}
