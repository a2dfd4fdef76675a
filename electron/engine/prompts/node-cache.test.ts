import { mkdtemp, rm, writeFile, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EngineFiles } from '../engine-files.ts'
import { PROBE_NODES } from '../fidelity/probe-nodes.ts'
import { CORE_NODES } from '../nodes/core-nodes.ts'
import type { Graph } from './graph.ts'
import { NodeCache, signatures } from './node-cache.ts'

const CLASSES = new Map([...CORE_NODES, ...PROBE_NODES].map((node) => [node.name, node]))

async function withFiles(work: (files: EngineFiles) => Promise<void> | void): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'e3-cache-'))
  await work(new EngineFiles(dataDir))
  await rm(dataDir, { recursive: true })
}

const graph = (text: string, prefix: string): Graph => ({
  '1': { class_type: 'FliteSpeech', inputs: { text, voice: 'slt', speed: 1, seed: 0 } },
  '2': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: prefix } },
})

test('another prefix is another save, but the same speech', () =>
  withFiles((files) => {
    const first = signatures(graph('a', 'x'), CLASSES, files)
    const second = signatures(graph('a', 'y'), CLASSES, files)
    expect(second.get('1')).toBe(first.get('1'))
    expect(second.get('2')).not.toBe(first.get('2'))
  }))

test('another text is another speech and another save', () =>
  withFiles((files) => {
    const first = signatures(graph('a', 'x'), CLASSES, files)
    const second = signatures(graph('b', 'x'), CLASSES, files)
    expect(second.get('1')).not.toBe(first.get('1'))
    expect(second.get('2')).not.toBe(first.get('2'))
  }))

test('node ids and the order of inputs do not matter', () =>
  withFiles((files) => {
    const first = signatures(graph('a', 'x'), CLASSES, files)
    const turned: Graph = {
      '20': { class_type: 'SaveAudio', inputs: { filename_prefix: 'x', audio: ['7', 0] } },
      '7': { class_type: 'FliteSpeech', inputs: { seed: 0, speed: 1, voice: 'slt', text: 'a' } },
    }
    expect(signatures(turned, CLASSES, files).get('20')).toBe(first.get('2'))
  }))

test('nodes that wait for each other get no name, and take none from others', () =>
  withFiles((files) => {
    const concat = (a: string, b: string) => ({
      class_type: 'StringConcatenate',
      inputs: { string_a: [a, 0], string_b: [b, 0], delimiter: '' },
    })
    const knot: Graph = { '1': concat('2', '3'), '2': concat('1', '3'), '3': concat('99', '99'), ...graph('a', 'x') }
    const circle: Graph = { '7': concat('8', '9'), '8': concat('7', '9'), '9': concat('99', '99') }
    expect([...signatures(circle, CLASSES, files).keys()]).toEqual(['9'])
    expect([...signatures(knot, CLASSES, files).keys()].toSorted()).toEqual(['1', '2', '3'])
  }))

test('a chain of any length is named', () =>
  withFiles((files) => {
    const chain = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [
        `n${index}`,
        { class_type: 'StringConcatenate', inputs: { string_a: [`n${index + 1}`, 0], string_b: 'x', delimiter: '' } },
      ]),
    )
    expect(signatures(chain, CLASSES, files).size).toBe(20_000)
  }))

test('a file that was replaced is another input', () =>
  withFiles(async (files) => {
    const load: Graph = { '1': { class_type: 'LoadAudio', inputs: { audio: 'a.wav' } } }
    const path = join(files.root('input'), 'a.wav')
    await writeFile(path, 'one')
    const first = signatures(load, CLASSES, files).get('1')
    await writeFile(path, 'two')
    await utimes(path, 1, 1)
    expect(signatures(load, CLASSES, files).get('1')).not.toBe(first)
  }))

test('forgets what was not asked for longest when sound takes too much room', () => {
  const cache = new NodeCache()
  const minute = { channels: [new Float32Array(3 * 1024 * 1024)], sampleRateHz: 48_000 }
  for (const name of ['a', 'b']) cache.set(name, { outputs: [minute], ui: null })
  cache.get('a')
  cache.set('c', { outputs: [minute], ui: null })
  expect(['a', 'b', 'c'].map((name) => cache.get(name) !== undefined)).toEqual([true, false, true])
})
