import type { z } from 'zod'
import { IMPORT_ROUTES } from './import.ts'
import { JOB_ROUTES } from './job.ts'
import { JOB_FILE_ROUTES } from './job-file.ts'
import { NARRATOR_ROUTES } from './narrator.ts'
import { PICTURE_ROUTES } from './picture.ts'
import { PRODUCTION_ROUTES } from './production.ts'
import { QUEUE_ROUTES } from './queue.ts'
import { RELEASE_ROUTES } from './release.ts'
import { SERVER_ROUTES } from './server.ts'
import { SETTINGS_ROUTES } from './settings.ts'
import { STUDIO_ROUTES } from './studio.ts'
import { TITLE_ROUTES } from './title.ts'
import { WORKFLOW_ROUTES } from './workflow.ts'

/** Every request that a window can make. */
export const ROUTES = {
  ...STUDIO_ROUTES,
  ...TITLE_ROUTES,
  ...IMPORT_ROUTES,
  ...NARRATOR_ROUTES,
  ...PRODUCTION_ROUTES,
  ...PICTURE_ROUTES,
  ...RELEASE_ROUTES,
  ...JOB_ROUTES,
  ...JOB_FILE_ROUTES,
  ...QUEUE_ROUTES,
  ...SERVER_ROUTES,
  ...WORKFLOW_ROUTES,
  ...SETTINGS_ROUTES,
} as const

type Routes = typeof ROUTES
export type RouteName = keyof Routes
/** What a window sends. */
export type RouteInput<Name extends RouteName> = z.input<Routes[Name]['input']>
/** What a handler is given: parsed, trimmed, within its bounds. */
export type ParsedInput<Name extends RouteName> = z.output<Routes[Name]['input']>
export type RouteOutput<Name extends RouteName> = z.output<Routes[Name]['output']>

/** One handler a route: the compiler proves that none is missing and none is too many. */
export type Handlers = {
  [Name in RouteName]: (input: ParsedInput<Name>) => RouteOutput<Name> | Promise<RouteOutput<Name>>
}
