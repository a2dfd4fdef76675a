import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { appFile } from '#electron/config/app-files.ts'
import { contradictions } from './profiles/own-profile.ts'
import { ACX } from './profiles/acx.ts'
import { SHIPPED_PROFILES } from './profiles/shipped.ts'
import { loadProfiles } from './profiles.ts'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'e3-profiles-'))
  mkdirSync(join(root, 'config'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const own = (text: string) => {
  writeFileSync(join(root, 'config', 'profiles.yaml'), text)
  return loadProfiles(root)
}
const problemOf = (text: string) => own(text).problem?.message ?? 'no problem'

it('gives the profiles of the studio where there is no file', () => {
  const { profiles, problem } = loadProfiles(root)
  expect(profiles).toEqual(SHIPPED_PROFILES)
  expect(problem).toBeNull()
})

it('aims with no shipped profile at what its own limits refuse', () => {
  for (const profile of SHIPPED_PROFILES) expect([profile.id, contradictions(profile)]).toEqual([profile.id, []])
})

it('says a source for each limit and each policy', () => {
  for (const { limits, policy } of SHIPPED_PROFILES) {
    const { measures, ...others } = limits
    for (const rule of [...Object.values(measures), ...Object.values(others), policy]) {
      expect(rule.source).toMatch(/^https?:\/\/|^[A-Z]/)
      expect(rule.seen).toMatch(/^\d{4}-\d{2}$/)
    }
  }
})

it('changes what an own profile names, and keeps the rest of the one that it extends', () => {
  const { profiles, problem } = own(`
profiles:
  my-shop:
    extends: acx
    name: My shop
    level: { level: -20 }
    mp3_kbps: 256
    sample_max_ms: 0
    limits:
      without: [noise_floor_dbfs, cover]
      measures:
        rms_dbfs: { max: -19, source: the contract, seen: 2026-10 }
        loudness_range_lu: { max: 12 }
      bit_rate_kbps: { min: 256 }
  my-other-shop:
    extends: my-shop
    mp3_kbps: 320
`)
  expect(problem).toBeNull()
  const [shop, other] = profiles.slice(SHIPPED_PROFILES.length)
  expect(shop).toMatchObject({ id: 'my-shop', name: 'My shop', mp3Kbps: 256, sampleMaxMs: null, headMs: ACX.headMs })
  expect(shop?.level).toEqual({ ...ACX.level, level: -20 })
  expect(shop?.limits.measures.rmsDbfs).toEqual({
    min: -23,
    max: -19,
    grade: 'own',
    source: 'the contract',
    seen: '2026-10',
  })
  expect(shop?.limits.measures.loudnessRangeLu).toEqual({
    max: 12,
    grade: 'own',
    source: 'config/profiles.yaml',
    seen: '',
  })
  expect(shop?.limits.bitRateKbps).toMatchObject({ min: 256, isConstant: true, grade: 'own' })
  expect(shop?.limits).not.toHaveProperty('cover')
  expect(shop?.limits.measures).not.toHaveProperty('noiseFloorDbfs')
  expect(shop?.limits.measures.headMs).toEqual(ACX.limits.measures.headMs)
  expect(other).toMatchObject({ name: 'my-other-shop', mp3Kbps: 320, limits: shop?.limits })
})

it.each([
  [
    'profiles:\n  a:\n    extends: acx\n    mp3_kpbs: 192\n',
    ':4: profiles.a.mp3_kpbs is not a known key; did you mean profiles.a.mp3_kbps?',
  ],
  ['profiles:\n  a:\n    extends: acx\n    colour: red\n', ':4: profiles.a.colour is not a known key.'],
  [
    'profiles:\n  a:\n    extends: acx\n    head_ms: soon\n',
    ':4: profiles.a.head_ms is "soon"; allowed: a whole number from 0 to 20000.',
  ],
  ['profiles:\n  a:\n    name: A\n', ':2: profiles.a.extends is missing; allowed: the id of a profile'],
  ['profiles:\n  a:\n    extends: axc\n', ':3: profiles.a.extends is "axc"; allowed: listener, audiobookshelf, acx,'],
  ['profiles:\n  a:\n    extends: axc\n', 'did you mean acx?'],
  ['profiles:\n  acx:\n    extends: listener\n', ':2: profiles.acx is the name of another profile'],
  ['profiles:\n  My Shop:\n    extends: acx\n', ':2: profiles.My Shop is not an id; allowed: lower-case letters'],
  [
    'profiles:\n  a:\n    extends: acx\n    limits:\n      without: [nose_floor]\n',
    ':5: profiles.a.limits.without is a list; allowed: a list of limits to drop',
  ],
  [
    'profiles:\n  a:\n    extends: acx\n    limits:\n      measures:\n        rms_dbfs:\n          min: -10\n',
    'profiles.a.limits.measures.rms_dbfs has a min of -10 above its max of -18',
  ],
  [
    'profiles:\n  a:\n    extends: acx\n    level:\n      level: -15\n',
    ':5: profiles.a.level.level is -15, which the profile’s own limit refuses (-23 to -18)',
  ],
  ['profiles: [acx]\n', ':1: profiles[0] is "acx"; allowed: the keys extends, name,'],
  ['profiles:\n  a: {extends: acx\n', 'this is not valid YAML'],
  ['profiles:\n  a:\n    extends: ${NO_SUCH}\n', 'needs the environment variable NO_SUCH'],
])('refuses %j with place, key and what is allowed', (text, message) => {
  expect(problemOf(text)).toContain(message)
  expect(problemOf(text)).toContain('config/profiles.yaml')
})

it('keeps the profiles of the studio working beside a broken file, and names the fault for any other', () => {
  const broken = own('profiles:\n  a:\n    extends: acx\n    mp3_kpbs: 192\n')
  expect(broken.requireProfile('acx')).toBe(ACX)
  expect(() => broken.requireProfile('a')).toThrow(expect.objectContaining({ code: 'profile.invalid' }))
})

it('reads the example of the guide, whose policy is no longer that of the extended profile', () => {
  const [, example = ''] = /```yaml\n(.*?)```/s.exec(readFileSync(appFile('config/README.md'), 'utf8')) ?? []
  const { problem, requireProfile } = own(example)
  expect(problem).toBeNull()
  const { limits, policy } = requireProfile('my-shop')
  expect(limits.measures).toMatchObject({ loudnessLufs: { max: -18 }, noiseFloorDbfs: { max: -62, grade: 'own' } })
  expect(limits.measures).not.toHaveProperty('rmsDbfs')
  expect(policy).toEqual({
    ...{ light: 'amber', rule: 'The label says that the voice is synthetic.' },
    ...{ grade: 'own', source: 'config/profiles.yaml', seen: '' },
  })
})

it('says which profile was meant', () => {
  const known = loadProfiles(root)
  expect(() => known.requireProfile('axc')).toThrow('There is no profile axc. Did you mean acx? There are listener,')
})
