import type { Handlers } from '#shared/contract/routes.ts'
import type { HandlerContext } from '../handler-context.ts'
import { importHandlers } from './import.ts'
import { jobHandlers } from './job.ts'
import { jobFileHandlers } from './job-file.ts'
import { narratorHandlers } from './narrator.ts'
import { pictureHandlers } from './picture.ts'
import { productionHandlers } from './production.ts'
import { queueHandlers } from './queue.ts'
import { releaseHandlers } from './release.ts'
import { serverHandlers } from './server.ts'
import { settingsHandlers } from './settings.ts'
import { studioHandlers } from './studio.ts'
import { titleHandlers } from './title.ts'
import { workflowHandlers } from './workflow.ts'

/** Every route's handler; the compiler proves that the nouns together are all of them. */
export function allHandlers(context: HandlerContext): Handlers {
  return {
    ...studioHandlers(context),
    ...titleHandlers(context),
    ...importHandlers(context),
    ...narratorHandlers(context),
    ...productionHandlers(context),
    ...pictureHandlers(context),
    ...releaseHandlers(context),
    ...jobHandlers(context),
    ...jobFileHandlers(context),
    ...queueHandlers(context),
    ...serverHandlers(context),
    ...workflowHandlers(context),
    ...settingsHandlers(context),
  }
}
