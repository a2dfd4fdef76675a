import { expect, test } from 'vitest'
import { changesOf, isChanged, problemsOf, problemsOfRefusal, type MetadataDraft } from './metadata-draft.ts'

const saved: MetadataDraft = {
  title: 'Emma',
  author: 'Jane Austen',
  genre: 'Novel',
  language: 'en',
  publicationYear: '1815',
  sourceUrl: '',
  narratorId: 'narrator_001',
}

test('sends only what differs, and nothing for blanks at the ends', () => {
  expect(isChanged({ ...saved, title: ' Emma ' }, saved)).toBe(false)
  expect(changesOf({ ...saved, title: ' Emma ' }, saved)).toEqual({})
  const draft = { ...saved, genre: ' ', language: 'EN-gb', publicationYear: '-44', narratorId: '' }
  expect(changesOf(draft, saved)).toEqual({ genre: null, language: 'en-gb', publicationYear: -44, narratorId: null })
})

test('names what cannot be saved beside its field', () => {
  expect(problemsOf(saved)).toEqual({})
  const draft = { ...saved, title: ' ', language: 'English', publicationYear: 'soon', sourceUrl: 'javascript:alert(1)' }
  expect(Object.keys(problemsOf(draft))).toEqual(['title', 'language', 'publicationYear', 'sourceUrl'])
  expect(problemsOf({ ...saved, genre: 'x'.repeat(61) }).genre).toBe('At most 60 characters.')
})

test('puts a refusal of the studio beside the fields that it names', () => {
  const issues = [{ field: 'changes.language', message: 'Invalid string' }, { field: 'bookId', message: 'Invalid' }, 7]
  expect(Object.keys(problemsOfRefusal({ issues }))).toEqual(['language'])
  expect(problemsOfRefusal({})).toEqual({})
})
