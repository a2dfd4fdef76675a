import type { EnvironmentName } from '#shared/models/environment.ts'

/** Alpha wears teal, prod wears ember; the name always stands beside the colour. */
export const ENV_FILL: Record<EnvironmentName, string> = { alpha: 'bg-alpha', prod: 'bg-prod' }
export const ENV_TEXT: Record<EnvironmentName, string> = { alpha: 'text-alpha', prod: 'text-ember-strong' }
