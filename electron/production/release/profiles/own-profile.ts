import {
  MEASURE_NAMES,
  type DeliveryProfile,
  type LimitRange,
  type RuleSource,
} from '#shared/models/delivery-profile.ts'
import { camelKey, camelKeys, snakeKey, type CamelKeys } from './camel-keys.ts'
import type { OwnChanges } from './own-profile-schema.ts'

/** What the keys of the YAML file change, as the code names it. */
type Changes = CamelKeys<OwnChanges>
type Limits = DeliveryProfile['limits']
type Entries = Readonly<Record<string, object | undefined>>

/** A profile with a producer's changes; limits that are changed are the producer's own, unless a source is given. */
export function ownProfile(base: DeliveryProfile, id: string, own: OwnChanges, file: string): DeliveryProfile {
  const { level, limits, policy, sampleMaxMs, coverPx, ...plain }: Changes = camelKeys(own)
  const rule: RuleSource = { grade: 'own', source: file, seen: '' }
  return {
    ...base,
    name: id,
    ...defined(plain),
    id,
    level: { ...base.level, ...defined(level ?? {}) },
    ...(sampleMaxMs !== undefined && { sampleMaxMs: sampleMaxMs || null }),
    ...(coverPx !== undefined && { coverPx: coverPx || null }),
    limits: limits === undefined ? base.limits : changedLimits(base.limits, limits, rule),
    // What contradicted the other rule says nothing about this one.
    policy:
      policy === undefined
        ? base.policy
        : { light: base.policy.light, rule: base.policy.rule, ...rule, ...defined(policy) },
  }
}

function changedLimits(
  base: Limits,
  { without = [], measures = {}, ...others }: NonNullable<Changes['limits']>,
  rule: RuleSource,
): Limits {
  const dropped = new Set(without.map(camelKey))
  const entries = (below: Entries, above: Entries) =>
    Object.fromEntries(
      Object.entries({
        ...below,
        ...mapped(above, (key, change) => ({ ...below[key], ...rule, ...defined(change) })),
      }).filter(([key]) => !dropped.has(key)),
    )
  const { measures: measuresBelow, ...othersBelow } = base
  return { ...entries(othersBelow, others), measures: entries(measuresBelow, measures) }
}

function mapped(entries: Entries, change: (key: string, entry: object) => object): Entries {
  return Object.fromEntries(
    Object.entries(entries).flatMap(([key, entry]) => (entry ? [[key, change(key, entry)]] : [])),
  )
}

function defined<Value extends object>(value: Value): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as never
}

/** What no file could keep, by the key of the YAML file: bounds that cross, an aim outside its own limit. */
export function contradictions({
  level,
  headMs,
  tailMs,
  limits,
}: DeliveryProfile): { key: string[]; message: string }[] {
  const ranges: [string[], LimitRange | undefined][] = [
    ...MEASURE_NAMES.map((name): [string[], LimitRange | undefined] => [
      ['limits', 'measures', snakeKey(name)],
      limits.measures[name],
    ]),
    [['limits', 'bit_rate_kbps'], limits.bitRateKbps],
    [['limits', 'title_ms'], limits.titleMs],
  ]
  const crossed = ranges.flatMap(([key, range]) =>
    (range?.min ?? -Infinity) > (range?.max ?? Infinity)
      ? [{ key, message: `has a min of ${range?.min ?? ''} above its max of ${range?.max ?? ''}` }]
      : [],
  )
  const levelLimit = level.metric === 'lufs' ? limits.measures.loudnessLufs : limits.measures.rmsDbfs
  const aims: [string[], number, LimitRange | undefined][] = [
    [['level', 'level'], level.level, levelLimit],
    [['level', 'peak_dbtp'], level.peakDbtp, limits.measures.truePeakDbtp],
    [['head_ms'], headMs, limits.measures.headMs],
    [['tail_ms'], tailMs, limits.measures.tailMs],
  ]
  const missed = aims.flatMap(([key, aim, range]) =>
    aim < (range?.min ?? -Infinity) || aim > (range?.max ?? Infinity)
      ? [
          {
            key,
            message: `is ${aim}, which the profile’s own limit refuses (${range?.min ?? '…'} to ${range?.max ?? '…'})`,
          },
        ]
      : [],
  )
  return crossed.length > 0 ? crossed : missed
}
