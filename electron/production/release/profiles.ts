import { readDotEnv, readIfPresent } from '#electron/config/config.ts'
import { findingsError, toFinding } from '#electron/config/findings.ts'
import { nearMiss } from '#electron/config/near-miss.ts'
import { readLayer, type Finding, type Layer } from '#electron/config/yaml-layer.ts'
import { AppError } from '#shared/models/app-error.ts'
import type { DeliveryProfile } from '#shared/models/delivery-profile.ts'
import { contradictions, ownProfile } from './profiles/own-profile.ts'
import { OwnProfilesSchema, type OwnProfile } from './profiles/own-profile-schema.ts'
import { SHIPPED_PROFILES } from './profiles/shipped.ts'

/** Where a producer writes profiles of their own, relative to the workspace. */
export const PROFILES_FILE = 'config/profiles.yaml'

/** The studio's profiles, then the producer's own in the order of the file. */
export interface Profiles {
  profiles: readonly DeliveryProfile[]
  /** Why the producer's own are not there: `profile.invalid` or `config.unreadable`; those of the studio work all the same. */
  problem: AppError | null
  /** Throws `profile.unknown`, or the problem with the file when the profile may be in there. */
  requireProfile: (id: string) => DeliveryProfile
}

/** Reads the profiles of a workspace anew; never throws for what a producer wrote. */
export function loadProfiles(workspaceRoot: string, processEnv: NodeJS.ProcessEnv = {}): Profiles {
  try {
    return profilesOf([...SHIPPED_PROFILES, ...ownProfiles(workspaceRoot, processEnv)], null)
  } catch (error: unknown) {
    if (!(error instanceof AppError)) throw error
    return profilesOf(SHIPPED_PROFILES, error)
  }
}

function profilesOf(profiles: readonly DeliveryProfile[], problem: AppError | null): Profiles {
  return {
    profiles,
    problem,
    requireProfile: (id) => {
      const found = profiles.find((profile) => profile.id === id)
      if (found) return found
      if (problem !== null) throw problem
      const ids = profiles.map((profile) => profile.id)
      const suggestion = nearMiss(id, ids)
      const message =
        suggestion === null
          ? `There are ${ids.join(', ')}.`
          : `Did you mean ${suggestion}? There are ${ids.join(', ')}.`
      throw new AppError('profile.unknown', `There is no profile ${id}. ${message}`, { data: { id, suggestion } })
    },
  }
}

function ownProfiles(root: string, processEnv: NodeJS.ProcessEnv): DeliveryProfile[] {
  const text = readIfPresent(root, PROFILES_FILE)
  if (text === null) return []
  const layer = readLayer(PROFILES_FILE, text, OwnProfilesSchema, { ...readDotEnv(root).values, ...processEnv })
  if (layer.problems.length === 0 && layer.values.profiles === undefined) return []
  const { data, error } = OwnProfilesSchema.safeParse(layer.values)
  const issues = (error?.issues ?? []).map((issue) => toFinding(issue, OwnProfilesSchema, layer.values, [layer]))
  // No older program writes this file: a key that means nothing is a mistake.
  const unknown = layer.warnings.map((finding) => ({ ...finding, message: `${finding.key} is not a known key` }))
  const problems = [...layer.problems, ...unknown, ...issues]
  if (problems.length > 0 || data === undefined) throw findingsError('profile.invalid', problems)
  return extended(Object.entries(data.profiles), layer)
}

function extended(own: readonly (readonly [string, OwnProfile])[], layer: Layer): DeliveryProfile[] {
  const known = new Map(SHIPPED_PROFILES.map((profile) => [profile.id, profile]))
  const problems: Finding[] = []
  for (const [id, { extends: baseId, ...changes }] of own) {
    const tell = (keys: readonly string[], message: string) => {
      const path = ['profiles', id, ...keys]
      const key = path.join('.')
      problems.push({ file: layer.file, line: layer.lineOf(path), key, message: `${key} ${message}` })
    }
    const base = known.get(baseId)
    if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(id)) tell([], 'is not an id; allowed: lower-case letters, digits and "-"')
    else if (known.has(id)) tell([], 'is the name of another profile; allowed: a name that is not taken')
    else if (base === undefined)
      tell(['extends'], `is "${baseId}"; allowed: ${[...known.keys()].join(', ')}${hint(baseId, known)}`)
    else {
      const profile = ownProfile(base, id, changes, layer.file)
      for (const { key, message } of contradictions(profile)) tell(key, message)
      known.set(id, profile)
    }
  }
  if (problems.length > 0) throw findingsError('profile.invalid', problems)
  return [...known.values()].slice(SHIPPED_PROFILES.length)
}

function hint(id: string, known: ReadonlyMap<string, unknown>): string {
  const suggestion = nearMiss(id, [...known.keys()])
  return suggestion === null ? '' : `; did you mean ${suggestion}?`
}
