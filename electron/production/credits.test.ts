import { describe, expect, it } from 'vitest'
import { closingCredit, openingCredit } from './credits.ts'

const names = { title: 'Emma', author: 'Jane Austen', narrator: 'Clara', language: 'en' }

describe('credits', () => {
  it('names title, author and narrator, as the stores ask', () => {
    expect(openingCredit(names)).toBe('Emma, by Jane Austen, narrated by Clara.')
    expect(closingCredit(names)).toBe('The end. Emma, by Jane Austen, narrated by Clara.')
  })

  it('speaks the language of the book', () => {
    expect(openingCredit({ ...names, language: 'fr-CA' })).toBe('Emma, de Jane Austen, lu par Clara.')
  })

  it('says names only in a language that it has no words for', () => {
    expect(openingCredit({ ...names, language: 'eo' })).toBe('Emma, Jane Austen, Clara.')
    expect(closingCredit({ ...names, language: 'eo' })).toBe('Emma, Jane Austen, Clara.')
  })

  it('leaves out an author that nobody knows', () => {
    expect(openingCredit({ ...names, author: '' })).toBe('Emma, narrated by Clara.')
  })
})
