import type { RELEASE_ROUTES } from '#shared/contract/release.ts'
import type { Handlers } from '#shared/contract/routes.ts'
import type { HandlerContext } from '../handler-context.ts'

/** Answers for releases. */
export function releaseHandlers({
  studio,
  shell,
  broadcast,
}: HandlerContext): Pick<Handlers, keyof typeof RELEASE_ROUTES> {
  return {
    'release.profiles': () => {
      const { profiles, problem } = studio().releases.profiles()
      return { profiles: [...profiles], problem: problem?.message ?? null }
    },
    'release.list': async ({ bookId }) => {
      const items = await studio().releases.list(bookId)
      return { revision: broadcast.revision, items }
    },
    'release.plan': (id) => studio().releases.plan(id),
    'release.impact': ({ bookId, changes }) => studio().releases.impact(bookId, changes),
    'release.build': (id) => studio().releases.build(id),
    'release.stop': (id) => studio().releases.stop(id),
    'release.report': (id) => studio().releases.report(id),
    'release.mend': ({ rows, remedy, ...id }) => studio().releases.mend(id, { rows, remedy }),
    'release.files': (id) => studio().releases.files(id),
    'release.show': (id) => {
      shell.showFile(studio().releases.folder(id))
      return null
    },
    'release.savePdf': async (id) => {
      const { file, name } = studio().releases.reportFile(id)
      const saved = await shell.savePdf(file, name)
      return saved === null ? null : { name: saved }
    },
  }
}
