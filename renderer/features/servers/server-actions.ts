import type { ServerCard } from '#shared/models/server-card.ts'
import { request } from '#renderer/bridge.ts'
import { useServers } from '#renderer/state/servers.ts'
import { askToConfirm } from '#renderer/ui/confirm.tsx'

/** Takes a server into or out of use; what it renders already it finishes. */
export async function setEnabled({ name }: ServerCard, enabled: boolean): Promise<void> {
  useServers.set(await request('server.setEnabled', { name, enabled }))
}

/** Takes a server off the list after a question. */
export async function removeServer({ name }: ServerCard): Promise<void> {
  const isSure = await askToConfirm({
    title: `Remove the server ${name}?`,
    body: 'It leaves the configuration of this environment. Jobs that wait go to the other servers.',
    action: 'Remove the server',
    isDangerous: true,
  })
  if (!isSure) return
  await request('server.remove', { name })
  await useServers.reload()
}
