import { expect, test } from 'vitest'
import { PasswordGate } from './password-gate.ts'

const RIGHT = 'correct horse battery'

test('lets a guesser wait longer with each wrong try, and nobody else', () => {
  let nowMs = 0
  const gate = new PasswordGate(RIGHT, () => nowMs)
  const tryOut = (password: string, address = '10.0.0.1'): string => {
    try {
      gate.check(password, address)
      return 'in'
    } catch (error) {
      return (error as { code: string }).code
    }
  }
  for (let tries = 0; tries < 5; tries++) expect(tryOut('guess')).toBe('signIn.wrong')
  expect(tryOut(RIGHT)).toBe('signIn.tooManyTries')
  expect(tryOut(RIGHT, '10.0.0.2')).toBe('in')

  for (const waitMs of [1000, 2000, 4000]) {
    nowMs += waitMs - 1
    expect(tryOut('guess')).toBe('signIn.tooManyTries')
    nowMs += 1
    expect(tryOut('guess')).toBe('signIn.wrong')
  }
  nowMs += 60_000
  expect(tryOut(RIGHT)).toBe('in')
  expect(tryOut('guess')).toBe('signIn.wrong')
  expect(tryOut(RIGHT)).toBe('in')
})
