import { expect, test } from 'vitest'
import type { MissingPart, WorkflowCard, WorkflowFit } from '#shared/models/workflow-card.ts'
import { awayWords, nearestFit, placesOf, stateOf } from './workflow-words.ts'

const NAMES = new Map([
  ['embedded', { label: 'the built-in engine', isBuiltIn: true, isReady: true }],
  ['new', { label: 'new', isBuiltIn: false, isReady: true }],
])
const VOICE = { name: 'ComfyUI-VibeVoice', repository: 'wildminder/ComfyUI-VibeVoice' }
const node = (name: string, pack: MissingPart['pack'] = VOICE): MissingPart => ({ kind: 'node', name, pack })
const fit = (serverName: string, status: WorkflowFit['status'], missing: MissingPart[] = []): WorkflowFit => ({
  serverName,
  status,
  missing,
})
const words = (...fits: WorkflowFit[]) => placesOf(fits, NAMES).label

test('says where a workflow runs, by name while names are few', () => {
  expect(words(fit('a', 'able'), fit('embedded', 'able'))).toBe('Runs on every server')
  expect(words(fit('a', 'lacking'), fit('embedded', 'able'))).toBe('Runs on the built-in engine')
  expect(words(fit('a', 'able'), fit('b', 'able'), fit('c', 'lacking'))).toBe('Runs on a and b')
  expect(words(...['a', 'b', 'c'].map((name) => fit(name, 'able')), fit('d', 'unknown'))).toBe('Runs on 3 of 4 servers')
})

test('does not call a workflow impossible while a server that may run it is away', () => {
  expect(words(fit('embedded', 'lacking'), fit('gpu', 'unknown'))).toBe('No server that may run it answers')
  expect(words(fit('embedded', 'lacking'), fit('new', 'unknown'))).toBe('Asking the servers')
  expect(words(fit('embedded', 'lacking'), fit('gpu', 'lacking'))).toBe('Runs nowhere yet')
})

test('shows a broken workflow as broken even where a server would run it', () => {
  const card = { isOffered: false, problems: ['bad'], fits: [fit('a', 'able')] } as unknown as WorkflowCard
  expect(stateOf(card, NAMES)).toEqual({ state: 'failed', label: 'Cannot be used' })
})

test('tells what is missing on the server that needs least, not on the engine, where nothing can be installed', () => {
  const fits = [
    fit('embedded', 'lacking', [node('A')]),
    fit('far', 'lacking', [node('A'), node('B'), node('C')]),
    fit('near', 'lacking', [node('A'), node('B')]),
  ]
  expect(nearestFit(fits, NAMES)?.serverName).toBe('near')
  expect(nearestFit(fits.slice(0, 1), NAMES)?.serverName).toBe('embedded')
  expect(nearestFit([fit('a', 'able')], NAMES)).toBeNull()
})

test('names the servers that are away while they are few', () => {
  const rest = 'what they can run is not known.'
  expect(awayWords([])).toBeNull()
  expect(awayWords(['gpu'])).toBe('gpu does not answer: what it can run is not known.')
  expect(awayWords(['gpu', 'cellar'])).toBe(`gpu and cellar do not answer: ${rest}`)
  expect(awayWords(['a', 'b', 'c'])).toBe(`3 servers do not answer: ${rest}`)
})
