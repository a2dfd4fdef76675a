import type { Database } from '#electron/database/open-database.ts'

/** Says that nothing will be rendered, to whoever is about to wait for it. */
export function warnIfPaused({ studioState }: Pick<Database, 'studioState'>, stderr: NodeJS.WriteStream): void {
  if (!studioState.isOn('queue.paused')) return
  stderr.write('The queue is paused: nothing is rendered until `e3 queue resume`.\n')
}
