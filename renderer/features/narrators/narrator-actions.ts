import type { NarratorCard } from '#shared/models/narrator-card.ts'
import { request } from '#renderer/bridge.ts'
import { useNarrators } from '#renderer/state/narrators.ts'
import { askToConfirm } from '#renderer/ui/confirm.tsx'
import { toast } from '#renderer/ui/toast.ts'

/** Takes a voice into or out of use; shown at once, taken back when the studio refuses. */
export async function setActive(narrator: NarratorCard, active: boolean): Promise<void> {
  useNarrators.set({ ...narrator, active })
  try {
    useNarrators.set(await request('narrator.update', { narratorId: narrator.narratorId, changes: { active } }))
  } catch (error) {
    useNarrators.set(narrator)
    toast.fail(error)
  }
}

/** Takes the recording away after a question; the studio sets the file aside. */
export async function removeSample({ narratorId, name }: NarratorCard): Promise<void> {
  const isSure = await askToConfirm({
    title: `Remove the voice sample of ${name}?`,
    body: 'The recording is set aside, not deleted. A voice that is cloned from it cannot speak without one.',
    action: 'Remove the sample',
    isDangerous: true,
  })
  if (!isSure) return
  try {
    useNarrators.set(await request('narrator.removeSample', { narratorId }))
  } catch (error) {
    toast.fail(error)
  }
}
