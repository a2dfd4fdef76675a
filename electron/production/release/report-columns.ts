import {
  MEASURE_NAMES,
  type DeliveryProfile,
  type LimitRange,
  type RuleSource,
} from '#shared/models/delivery-profile.ts'
import type { Check, CheckId, ReportColumn, ReportRow } from '#shared/models/release.ts'
import { CHECK_WORDS } from '#shared/models/check-words.ts'

/** The columns that rows have checks for: what the profile limits first, then what is only noted. */
export function reportColumns({ limits }: Pick<DeliveryProfile, 'limits'>, rows: readonly ReportRow[]): ReportColumn[] {
  const limited = new Map<CheckId, boolean>()
  for (const { id, status } of rows.flatMap(({ checks }) => checks)) {
    limited.set(id, (limited.get(id) ?? false) || status !== 'note')
  }
  const ids = CHECK_IDS.filter((id) => limited.has(id))
  return [...ids.filter((id) => limited.get(id)), ...ids.filter((id) => !limited.get(id))].map((id) =>
    column(id, rangeOf(id, limits), id === 'cover' ? limits.embeddedCover : ruleOf(id, limits)),
  )
}

/** What the checks of a release as a whole are called, and where their limits were read. */
export function wholeColumns({ limits }: Pick<DeliveryProfile, 'limits'>, checks: readonly Check[]): ReportColumn[] {
  return checks.map(({ id }) => column(id, rangeOf(id, limits), id === 'cover' ? limits.cover : ruleOf(id, limits)))
}

const CHECK_IDS = Object.keys(CHECK_WORDS) as CheckId[]

type Limits = DeliveryProfile['limits']

function column(id: CheckId, range: LimitRange | undefined, rule: Partial<RuleSource> | undefined): ReportColumn {
  const { label, unit } = CHECK_WORDS[id]
  const { source, grade, seen } = rule ?? {}
  const isKnown = source !== undefined && grade !== undefined && seen !== undefined
  return { id, label, unit, range: range ?? null, rule: isKnown ? { grade, source, seen } : null }
}

function rangeOf(id: CheckId, limits: Limits): LimitRange | undefined {
  const measure = MEASURE_NAMES.find((name) => name === id)
  if (measure !== undefined) return limits.measures[measure]
  return id === 'bitRate' ? limits.bitRateKbps : id === 'titleLength' ? limits.titleMs : undefined
}

function ruleOf(id: CheckId, limits: Limits): Partial<RuleSource> | undefined {
  switch (id) {
    case 'bitRate':
    case 'constantBitRate':
      return limits.bitRateKbps
    case 'sampleRate':
      return limits.sampleRateHz
    case 'channels':
      return limits.channels
    case 'codec':
      return limits.codecs
    case 'tags':
      return limits.tags
    case 'chapterMarks':
      return limits.chapterMarks
    case 'name':
      return limits.name
    case 'credits':
      return limits.credits
    case 'sample':
      return limits.sample
    case 'cover':
    case 'unreadable':
    case 'unchanged':
      return undefined
    default:
      return rangeOf(id, limits)
  }
}
