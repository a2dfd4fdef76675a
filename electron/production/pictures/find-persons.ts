/** Somebody in a book, found by counting. */
export interface Person {
  name: string
  /** As a picture shows them. */
  say: 'a man' | 'a woman' | 'a person'
  count: number
}

interface Sightings {
  count: number
  he: number
  she: number
  acts: number
}

/** What only persons do, and what they are addressed with, by language: without them a place would pass for a person. */
const ACTS: Readonly<Record<string, { verbs: string; titles: string }>> = {
  en: {
    verbs:
      'said|cried|replied|asked|answered|thought|exclaimed|looked|smiled|laughed|whispered|returned|turned|rose|sat|stood|knew|felt|saw',
    titles: 'Mr|Mrs|Miss|Sir|Lady|Lord|Captain|Doctor|Dr|Madame|Monsieur',
  },
  de: {
    verbs: 'sagte|rief|fragte|antwortete|dachte|lachte|sprach|erwiderte|meinte|stand|saß',
    titles: 'Herr|Frau|Fräulein|Graf|Gräfin|Doktor',
  },
  fr: {
    verbs: 'dit|demanda|répondit|cria|pensa|reprit|murmura|regarda|sourit',
    titles: 'Monsieur|Madame|Mademoiselle|M|Mme|Mlle|Docteur|Comte',
  },
  es: {
    verbs: 'dijo|preguntó|respondió|exclamó|contestó|pensó|replicó|miró',
    titles: 'don|doña|señor|señora|Don|Doña|Señor|Señora',
  },
  it: {
    verbs: 'disse|domandò|rispose|esclamò|gridò|pensò|guardò',
    titles: 'don|donna|signor|signora|Don|Donna|Signor|Signora',
  },
}
const PRONOUNS: Readonly<Record<string, { he: RegExp; she: RegExp }>> = {
  en: { he: /\b(?:he|his|him|Mr|Sir|Lord)\b/g, she: /\b(?:she|her|Mrs|Miss|Lady)\b/g },
  de: { he: /\b(?:er|sein|seine|ihm|Herr)\b/g, she: /\b(?:ihr|ihre|Frau|Fräulein)\b/g },
  fr: { he: /\b(?:il|Monsieur)\b/g, she: /\b(?:elle|Madame|Mademoiselle)\b/g },
  es: { he: /\b(?:él|don|señor)\b/g, she: /\b(?:ella|doña|señora)\b/g },
  it: { he: /\b(?:egli|lui|signor)\b/g, she: /\b(?:ella|lei|signora)\b/g },
}
/** A capital inside a sentence, with one that follows it: the first word of a sentence may be any. */
const NAME = /(?<=[\p{Ll}\p{N},;] |\b(?:Mr|Mrs|Dr|St|M)\. )(\p{Lu}\p{Ll}{2,}(?: \p{Lu}\p{Ll}{2,})?)/gu
/** How far around a name its verb is looked for. */
const REACH = 24
const LEAST_COUNT = 3
const LEAST_ACTS = 2

/** Counts the persons of a book, paragraph by paragraph. */
export class PersonCounter {
  readonly #before: RegExp | null
  readonly #after: RegExp | null
  readonly #pronouns: { he: RegExp; she: RegExp } | undefined
  readonly #names = new Map<string, Sightings>()

  constructor(language: string) {
    const base = language.split('-')[0] ?? ''
    const acts = ACTS[base]
    this.#before = acts === undefined ? null : new RegExp(`(?:^|[\\s“"(—])(?:${acts.titles}|${acts.verbs})\\.? $`)
    // A word may stand between, as in “Ahab slowly turned”.
    this.#after = acts === undefined ? null : new RegExp(`^,? (?:\\p{Ll}+ )?(?:${acts.verbs})(?!\\p{L})`, 'u')
    this.#pronouns = PRONOUNS[base]
  }

  add(text: string): void {
    if (this.#before === null || this.#after === null || this.#pronouns === undefined) return
    const names = [...text.matchAll(NAME)]
    if (names.length === 0) return
    // Who of several is meant by a pronoun cannot be told.
    const isCrowded = new Set(names.map(({ 1: name }) => name)).size > 2
    const [he, she] = isCrowded ? [0, 0] : [count(text, this.#pronouns.he), count(text, this.#pronouns.she)]
    for (const { 1: name = '', index } of names) {
      const known = this.#names.get(name) ?? { count: 0, he: 0, she: 0, acts: 0 }
      const end = index + name.length
      const isActing = this.#before.test(text.slice(Math.max(0, index - REACH), index))
      const isAct = isActing || this.#after.test(text.slice(end, end + REACH))
      known.count++
      known.he += he
      known.she += she
      if (isAct) known.acts++
      this.#names.set(name, known)
    }
  }

  /** Those who are named and act most, at most so many; one who goes by two names is one. */
  persons(most: number): Person[] {
    const found = [...this.#names]
      .filter(([, seen]) => seen.count >= LEAST_COUNT && seen.acts >= LEAST_ACTS)
      .sort(([a, one], [b, other]) => other.acts - one.acts || other.count - one.count || (a < b ? -1 : 1))
    const persons: Person[] = []
    for (const [name, seen] of found) {
      if (persons.length === most) break
      const isKnown = persons.some((person) => shareWord(person.name, name))
      if (!isKnown) persons.push({ name, say: sayOf(seen), count: seen.count })
    }
    return persons
  }
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

function sayOf({ he, she }: Sightings): Person['say'] {
  if (he > she * 1.5) return 'a man'
  return she > he * 1.2 ? 'a woman' : 'a person'
}

function shareWord(one: string, other: string): boolean {
  const words = new Set(one.split(' '))
  return other.split(' ').some((word) => words.has(word))
}
