import type { DeliveryProfile } from '#shared/models/delivery-profile.ts'
import type { Check } from '#shared/models/release.ts'
import { checked } from './gate-check.ts'
import type { GateFile, WholeFacts } from './gate-file.ts'
import { clock, limitInWords } from '#shared/models/check-words.ts'
import { namePattern } from './naming.ts'

type Limits = DeliveryProfile['limits']

/** Checks of a release as a whole; only what the profile asks for, and its length. */
export function checkWhole(profile: DeliveryProfile, files: readonly GateFile[], whole: WholeFacts): Check[] {
  const { limits } = profile
  return [
    ...(limits.cover === undefined ? [] : [checkCover(limits.cover, whole)]),
    ...(profile.credits === 'files' ? [checkCredits(files)] : []),
    ...(profile.sampleMaxMs === null ? [] : [checkSample(profile.sampleMaxMs, files)]),
    ...(limits.channels?.isUniform === true ? [checkAlike(files)] : []),
    ...(limits.name !== undefined && profile.naming === 'parts-of' ? [checkSeries(files)] : []),
    checkLength(limits, files),
  ]
}

function checkCover({ minPx, maxPx, isSquare }: NonNullable<Limits['cover']>, { cover }: WholeFacts): Check {
  const size = maxPx === undefined ? `at least ${minPx}` : `${minPx} to ${maxPx}`
  const limit = `${isSquare ? 'square, ' : ''}${size} pixels an edge`
  if (cover === null) {
    return checked('cover', { found: 'none', limit, reason: 'There is no cover beside the sound.', remedy: 'cover' })
  }
  const edges = [cover.widthPx, cover.heightPx]
  const faults = [
    isSquare && cover.widthPx !== cover.heightPx && 'it is not square',
    Math.min(...edges) < minPx && 'it is too small',
    Math.max(...edges) > (maxPx ?? Infinity) && 'it is too large',
  ].filter((fault) => fault !== false)
  const reason = faults.length === 0 ? null : `The cover does not fit: ${faults.join(' and ')}.`
  return checked('cover', { found: `${cover.widthPx} × ${cover.heightPx}`, limit, reason, remedy: 'cover' })
}

function checkCredits(files: readonly GateFile[]): Check {
  const has = (role: GateFile['role']) => files.some((file) => file.role === role)
  const missing = [...(has('opening') ? [] : ['opening']), ...(has('closing') ? [] : ['closing'])]
  return checked('credits', {
    found:
      missing.length === 0
        ? 'opening and closing'
        : missing.length === 2
          ? 'none'
          : has('opening')
            ? 'opening'
            : 'closing',
    limit: 'opening and closing, each a file of its own',
    reason:
      missing.length === 0 ? null : `There is no file with the ${missing.join(' and no file with the ')} credits.`,
  })
}

function checkSample(maxMs: number, files: readonly GateFile[]): Check {
  const limit = `at most ${clock(maxMs)}`
  const sample = files.find(({ role }) => role === 'sample')
  if (sample === undefined) return checked('sample', { found: 'none', limit, reason: 'There is no retail sample.' })
  const lengthMs = sample.sound?.measures.durationMs ?? 0
  const reason =
    lengthMs > maxMs ? 'The retail sample is too long.' : lengthMs === 0 ? 'The retail sample is empty.' : null
  return checked('sample', { found: Math.round(lengthMs), limit, reason })
}

function checkAlike(files: readonly GateFile[]): Check {
  const found = [...new Set(files.flatMap(({ sound }) => sound?.facts.channels ?? []))].sort()
  const reason = found.length > 1 ? `Some files are ${found.join(', others ')}.` : null
  return checked('channels', { found: found.join(' and ') || null, limit: 'the same in all files', reason })
}

/** `pg98_1of10.mp3` and its siblings: each place once, the same number of all. */
function checkSeries(files: readonly GateFile[]): Check {
  const pattern = namePattern('parts-of')?.pattern
  const places = files.flatMap(({ file }) => {
    const [, place, count] = pattern?.exec(file.slice(file.lastIndexOf('/') + 1)) ?? []
    return place === undefined ? [] : [{ place: Number(place), count: Number(count) }]
  })
  const missing = files.findIndex(
    (_, index) => !places.some(({ place, count }) => place === index + 1 && count === files.length),
  )
  return checked('name', {
    found: `${places.length} of ${files.length} numbered`,
    limit: `1of${files.length} to ${files.length}of${files.length}`,
    reason: missing < 0 ? null : `No file is named ${missing + 1}of${files.length}.`,
  })
}

/** Of the kind of file of which there is most: editions of the same sound do not add up. */
function checkLength({ titleMs: range }: Limits, files: readonly GateFile[]): Check {
  const lengths = new Map<string, number>()
  for (const { kind, role, sound } of files) {
    if (role !== 'sample') lengths.set(kind, (lengths.get(kind) ?? 0) + (sound?.measures.durationMs ?? 0))
  }
  const found = Math.round(Math.max(0, ...lengths.values()))
  const isShort = found < (range?.min ?? 0)
  const isLong = found > (range?.max ?? Infinity)
  return checked('titleLength', {
    found,
    limit: range === undefined ? null : limitInWords('titleLength', range),
    reason: isShort ? 'All files together are too short.' : isLong ? 'All files together are too long.' : null,
    remedy: null,
  })
}
