import type { RouteInput } from '#shared/contract/routes.ts'
import type { ServerCard } from '#shared/models/server-card.ts'
import { serverAddress } from './server-address.ts'

/** A secret of the form; what is kept is known to the studio alone. One that is to be typed and is not, stays as it is. */
export interface SecretDraft {
  mode: 'kept' | 'typed' | 'removed'
  value: string
}

export interface HeaderDraft {
  /** Tells the rows apart while their names are being typed. */
  key: number
  name: string
  isKept: boolean
  value: string
}

/** What the form about a server holds. */
export interface ServerDraft {
  name: string
  address: string
  token: SecretDraft
  headers: readonly HeaderDraft[]
  labels: readonly string[]
  weight: number | null
  slots: number | null
}

/** The form as it opens; without a card, for a new server. */
export function draftOf(card: ServerCard | null): ServerDraft {
  return {
    name: card?.name ?? '',
    address: card?.url ?? '',
    token: { mode: card?.hasToken === true ? 'kept' : 'typed', value: '' },
    headers: (card?.headerNames ?? []).map((name, key) => ({ key, name, isKept: true, value: '' })),
    labels: card?.labels ?? [],
    weight: card?.weight ?? null,
    slots: card?.slots ?? null,
  }
}

/** What keeps the form from being sent, by field; fields that are only empty are not scolded. */
export function problemsOf({ address, token, headers, weight, slots }: ServerDraft) {
  const names = headers.map(({ name }) => name.trim().toLowerCase()).filter(Boolean)
  return {
    address:
      address.trim() !== '' && serverAddress(address) === null
        ? 'This is no address. One looks like http://192.168.1.20:8188.'
        : null,
    token: /^[\x21-\x7e]*$/.test(token.value.trim()) ? null : 'A token has no blanks and no accented letters.',
    headers: names.some((name) => !/^[!#$%&'*+.^_`|~\w-]+$/.test(name))
      ? 'A header’s name is made of letters, digits and dashes, such as X-Api-Key.'
      : new Set(names).size < names.length
        ? 'Each header can be given once.'
        : headers.some(({ value }) => !/^[\t\x20-\x7e]*$/.test(value))
          ? 'A header’s value has no accented letters and no line breaks.'
          : null,
    weight: weight !== null && (weight < 0.1 || weight > 100) ? 'From 0.1 to 100.' : null,
    slots:
      slots !== null && (!Number.isInteger(slots) || slots < 1 || slots > 64) ? 'A whole number from 1 to 64.' : null,
  }
}

/** Whether all is there that is needed to ask the server, and to save it. */
export function readinessOf(draft: ServerDraft): { canTest: boolean; canSave: boolean } {
  const isFine = Object.values(problemsOf(draft)).every((problem) => problem === null)
  const canTest = isFine && serverAddress(draft.address) !== null
  return { canTest, canSave: canTest && draft.name.trim() !== '' }
}

/** What `server.test` is asked: the form's address and credentials, and the server's own where they are kept. */
export function trialOf(draft: ServerDraft, card: ServerCard | null): RouteInput<'server.test'> {
  return { ...(card === null ? {} : { name: card.name }), ...accessOf(draft, card) }
}

/** What `server.add` is told. */
export function additionOf(draft: ServerDraft): RouteInput<'server.add'> {
  const { labels, weight, slots } = draft
  const url = serverAddress(draft.address) ?? ''
  return {
    ...{ ...accessOf(draft, null), name: draft.name.trim(), url },
    ...(labels.length === 0 ? {} : { labels: [...labels] }),
    ...(weight === null ? {} : { weight }),
    ...(slots === null ? {} : { slots }),
  }
}

/** What `server.update` is told: what differs from the card. */
export function changesOf(draft: ServerDraft, card: ServerCard): RouteInput<'server.update'>['changes'] {
  const { labels, weight, slots } = draft
  const name = draft.name.trim()
  return {
    ...accessOf(draft, card),
    ...(name === card.name ? {} : { name }),
    ...(labels.join() === card.labels.join() ? {} : { labels: [...labels] }),
    ...(weight === card.weight ? {} : { weight }),
    ...(slots === card.slots ? {} : { slots }),
  }
}

function accessOf({ address, token, headers }: ServerDraft, card: ServerCard | null) {
  const url = serverAddress(address)
  const value = token.value.trim()
  const given = headers.filter(({ name, isKept, value: own }) => name.trim() !== '' && (isKept || own !== ''))
  const isUnchanged = given.every(({ isKept }) => isKept) && given.length === (card?.headerNames.length ?? 0)
  return {
    ...(url === null || url === card?.url ? {} : { url }),
    ...(token.mode === 'removed' ? { token: null } : token.mode === 'typed' && value !== '' ? { token: value } : {}),
    ...(isUnchanged
      ? {}
      : { headers: given.map(({ name, isKept, value: own }) => ({ name: name.trim(), value: isKept ? null : own })) }),
  }
}
