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

/** Words that only persons go before or after, by language: without them a place would pass for a person. */
const ACTS: Readonly<Record<string, RegExp>> = {
  en: /\b(?:said|cried|replied|asked|answered|thought|exclaimed|looked|smiled|laughed|whispered|returned|turned|rose|sat|stood|knew|felt|saw|Mr|Mrs|Miss|Sir|Lady|Lord|Captain|Doctor|Madame|Monsieur)\b/,
  de: /\b(?:sagte|rief|fragte|antwortete|dachte|lachte|sprach|erwiderte|meinte|Herr|Frau|Fräulein|Graf|Gräfin|Doktor)\b/,
  fr: /\b(?:dit|demanda|répondit|cria|pensa|reprit|murmura|Monsieur|Madame|Mademoiselle|M|Mme|Mlle|Docteur)\b/,
  es: /\b(?:dijo|preguntó|respondió|exclamó|contestó|pensó|replicó|don|doña|señor|señora|Señor|Señora)\b/,
  it: /\b(?:disse|domandò|rispose|esclamò|gridò|pensò|don|donna|signor|signora|Signor|Signora)\b/,
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
  readonly #acts: RegExp | undefined
  readonly #pronouns: { he: RegExp; she: RegExp } | undefined
  readonly #names = new Map<string, Sightings>()

  constructor(language: string) {
    const base = language.split('-')[0] ?? ''
    this.#acts = ACTS[base]
    this.#pronouns = PRONOUNS[base]
  }

  add(text: string): void {
    if (this.#acts === undefined || this.#pronouns === undefined) return
    const names = [...text.matchAll(NAME)]
    if (names.length === 0) return
    // Who of several is meant by a pronoun cannot be told.
    const [he, she] = names.length > 2 ? [0, 0] : [count(text, this.#pronouns.he), count(text, this.#pronouns.she)]
    for (const { 1: name = '', index } of names) {
      const known = this.#names.get(name) ?? { count: 0, he: 0, she: 0, acts: 0 }
      const near = `${text.slice(Math.max(0, index - REACH), index)} | ${text.slice(index + name.length, index + name.length + REACH)}`
      known.count++
      known.he += he
      known.she += she
      if (this.#acts.test(near)) known.acts++
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
