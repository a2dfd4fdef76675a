import { createRandom, type Random } from '#electron/engine/cover/random.ts'
import type { SeedProduction, SeedTitle } from '#electron/database/seed-library.ts'
import type { ProductionStatus } from '#shared/models/production.ts'
import { sampleChunks } from './sample-book.ts'

const TITLES = 10_000
const JOBS = 100_000
/** As many chunks as War and Peace has. */
const LONGEST_CHUNKS = 8000
const FIRST_NUMBER = 90_001
const NEWEST_MS = Date.parse('2026-11-22T12:00:00Z')
const HOUR_MS = 3_600_000

const FIRST_NAMES =
  list(`Ada Agnes Albert Amelia Arthur Beatrice Cecil Charlotte Clara Daniel Edith Edmund Eleanor Émile
Florence Frances George Harriet Henry Hester Isabel James Jean Josephine Jules Käthe Leonard Lucy
Mabel Margaret Martin Nathaniel Olive Oscar Percy Philippa René Rosa Samuel Selma Silas Theodore
Ursula Victor Walter Winifred`)
const LAST_NAMES =
  list(`Abbott Alcazar Ashdown Barlow Bellamy Birkett Blackwood Brontide Calloway Carmichael Chesney Cobb
Crane Darrow Delacroix Dunmore Eliason Fairweather Fenwick Garnett Gosling Hallam Harcourt Hollis
Ingram Jellicoe Kestrel Langley Lindqvist Lovell Maddox Marchbanks Merriweather Montague Moreau
Nightingale Oakes Pemberton Penrose Quill Ravenscroft Rossetti Sandringham Selwyn Thackeray Thorne
Underhill Vaughan Weatherby Whitlock Wren Yardley Zöllner`)
const QUALITIES = list(`Lost Silent Golden Crimson Distant Hidden Last Broken Winter Painted Wandering Honest Forgotten
Midnight Silver Burning Quiet Foolish Invisible Second`)
const THINGS = list(`Garden Lighthouse Letter Clockmaker River Mirror Voyage Orchard Island Portrait Mountain Orphan
Captain Secret Bell Harbour Magician Heiress Door Railway Forest Diary Kingdom Stranger Violin Storm`)
const PLACES = [
  'Aldermoor',
  'Venice',
  'the North',
  'Carrick Bay',
  'Old Prague',
  'the Marshes',
  'Thornfield',
  'Cadiz',
  'the Southern Seas',
  'Mont Clair',
  'Ravenna',
  'the Lower Town',
  'Kilbride',
  'Weimar',
] as const
const GENRES = [
  'Adventure',
  'Children',
  'Drama',
  'Essays',
  'Fantasy',
  'Ghost stories',
  'History',
  'Humour',
  'Mystery',
  'Philosophy',
  'Poetry',
  'Romance',
  'Science fiction',
  'Travel',
  null,
] as const
const LANGUAGES = ['en', 'en', 'en', 'en', 'en', 'en', 'en', 'fr', 'de', 'es', 'it', 'nl'] as const
const STATUSES = [
  'completed',
  'completed',
  'completed',
  'completed',
  'completed',
  'completed',
  'failed',
  'paused',
  'cancelled',
] as const

/**
 * A library as a studio has after years, always the same: invented books, most of their audiobooks finished.
 *
 * Jobs wait only in paused productions, so that a studio that opens it does not start to speak for hours.
 */
export function* sampleLibrary(narratorIds: readonly [string, ...string[]]): Generator<SeedTitle> {
  const random = createRandom('library')
  const texts = sampleChunks(200, 480)
  let jobsLeft = JOBS
  for (let index = 0; index < TITLES; index++) {
    const production = productionOf(random, index, jobsLeft, { narratorId: random.pick(narratorIds), texts })
    jobsLeft -= production === null || production.chunks === 0 ? 0 : production.chunks + 1
    yield { ...titleOf(random, index), production }
  }
}

function titleOf(random: Random, index: number): Omit<SeedTitle, 'production'> {
  const words = random.integer(8000, 180_000)
  return {
    bookId: `pg${FIRST_NUMBER + index}`,
    title: nameOf(random),
    author: `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`,
    genre: random.pick(GENRES),
    language: random.pick(LANGUAGES),
    publicationYear: random.integer(1610, 1929),
    words,
    chapters: Math.ceil(words / 3500),
    addedAt: new Date(NEWEST_MS - index * HOUR_MS).toISOString(),
  }
}

function nameOf(random: Random): string {
  const [quality, thing, place] = [random.pick(QUALITIES), random.pick(THINGS), random.pick(PLACES)]
  return random.pick([
    `The ${quality} ${thing}`,
    `The ${thing} of ${place}`,
    `${random.pick(FIRST_NAMES)} and the ${quality} ${thing}`,
    `A ${thing} in ${place}`,
    `${random.pick(LAST_NAMES)}’s ${thing}`,
    `The ${quality} ${thing}; or, A Winter in ${place}`,
    `Tales from ${place}`,
  ])
}

/** Every fourth title has one, until the jobs are used up; the newest two wait for their turn. */
function productionOf(
  random: Random,
  index: number,
  jobsLeft: number,
  voice: Pick<SeedProduction, 'narratorId' | 'texts'>,
): SeedProduction | null {
  if (index < 2) return { ...voice, status: 'pending', chunks: 0 }
  if (index === 2) return { ...voice, status: 'paused', chunks: LONGEST_CHUNKS }
  if (index % 4 !== 0 || jobsLeft < 2) return null
  const status: ProductionStatus = random.pick(STATUSES)
  return { ...voice, status, chunks: Math.min(random.integer(12, 62), jobsLeft - 1) }
}

function list(names: string): readonly [string, ...string[]] {
  const [first = '', ...others] = names.split(/\s+/)
  return [first, ...others]
}
