import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEnvFile } from './env-file.ts'
import { interpolate } from './interpolate.ts'
import { nearMiss } from './near-miss.ts'

describe('parseEnvFile', () => {
  it.each([
    ['A=1', { A: '1' }],
    ['  export A = one two  # note', { A: 'one two' }],
    ['A=http://x/#part', { A: 'http://x/#part' }],
    ['A=', { A: '' }],
    ['A=#note', { A: '' }],
    [`A='$X # "kept"' # note`, { A: '$X # "kept"' }],
    ['A="two\\nlines \\"q\\""', { A: 'two\nlines "q"' }],
    ['\uFEFFA=1\r\n\r\n# note\r\nB=2', { A: '1', B: '2' }],
    ['A=1\nA=2', { A: '2' }],
    ['A=b=c', { A: 'b=c' }],
  ])('reads %j', (text, values) => {
    expect(parseEnvFile(text)).toEqual({ values, badLines: [] })
  })

  it.each(['just words', '1A=2', 'A="open', "A='open", '=x'])('names the line of %j', (line) => {
    expect(parseEnvFile(`OK=1\n${line}\n`)).toEqual({ values: { OK: '1' }, badLines: [2] })
  })

  it('gives back any value that was written in double quotes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (value) => {
        const escaped = value.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
        expect(parseEnvFile(`A="${escaped}"`).values.A).toBe(value)
      }),
    )
  })
})

describe('interpolate', () => {
  const variables = { A: 'a', EMPTY: '', NEST: '${A}' }
  it.each([
    ['plain', 'plain'],
    ['x${A}y', 'xay'],
    ['${B:-b}', 'b'],
    ['${EMPTY:-b}', 'b'],
    ['[${EMPTY}]', '[]'],
    ['${B:-${A}-${C:-c}}', 'a-c'],
    ['${B:-}', ''],
    ['$${A} $A {A}', '${A} $A {A}'],
    ['${NEST}', '${A}'],
  ])('turns %j into %j', (text, value) => {
    expect(interpolate(text, variables)).toMatchObject({ value, unset: [], isMalformed: false })
  })

  it('lists variables that are not set', () => {
    expect(interpolate('${B}${A}${C:-${D}}', variables).unset).toEqual(['B', 'D'])
  })

  it.each(['${A', '${}', '${A-b}', '${1}', 'x ${A:-${B} y'])('refuses %j', (text) => {
    expect(interpolate(text, variables).isMalformed).toBe(true)
  })

  it('tells a value that is one variable from a text with a variable in it', () => {
    expect(interpolate('${A}', variables).isWhole).toBe(true)
    expect(interpolate('${A}${A}', variables).isWhole).toBe(false)
    expect(interpolate('${A} ', variables).isWhole).toBe(false)
  })

  it('leaves any text without ${ as it is', () => {
    fc.assert(fc.property(fc.string(), (text) => text.includes('${') || interpolate(text, {}).value === text))
  })
})

describe('nearMiss', () => {
  const keys = ['retry_limit', 'url', 'name', 'poll_interval_ms', 'main']
  it.each([
    ['retry_limt', 'retry_limit'],
    ['Retry-Limit', 'retry_limit'],
    ['poll_intervall_m', 'poll_interval_ms'],
    ['mian', 'main'],
    ['ulr', 'url'],
    ['nme', 'name'],
    ['retries', null],
    ['mail_x', null],
    ['id', null],
    ['', null],
  ])('takes %j for %j', (word, expected) => {
    expect(nearMiss(word, keys)).toBe(expected)
  })
})
