import { plannedDurationMs } from '#electron/audio/plan-chapter.ts'
import { missingWork } from '#electron/audio/encode-tracks.ts'
import type { BlastRadius, ManifestFile } from '#shared/models/release.ts'
import { isMade, wantedTracks, type EditionPlaces } from './build-edition.ts'
import { entriesOf, readManifest } from './manifest.ts'
import { factHashes, madeFrom, type Product } from './product.ts'
import type { Edition } from './open-edition.ts'

/** What each fact is called when it is another than before. */
const WHY: Readonly<Record<string, string>> = {
  sound: 'the sound is another',
  words: 'the words or their times are others',
  titles: 'a chapter has another title',
  tags: 'the title, author, narrator or description is another',
  cover: 'the cover is another',
  place: 'its number is another',
  clock: 'the sound is another',
  scenes: 'the scenes are others',
}

/** What a build would make anew, and why; makes nothing. */
export async function blastRadius(
  { products, recipe }: Edition,
  places: EditionPlaces,
): Promise<Omit<BlastRadius, 'passages' | 'renderMs'>> {
  const kept = entriesOf(await readManifest(places.manifestFile))
  const stale: Product[] = []
  for (const product of products) {
    if (!(await isMade(product, kept.get(product.file), { places }))) stale.push(product)
  }
  const work = await missingWork(wantedTracks(stale), { settings: recipe.settings, chaptersDir: places.chaptersDir })
  const encoded = work.filter(({ outputs }) => outputs.length > 0)
  const videoMs = stale.filter(({ kind }) => kind === 'video').flatMap(({ needs }) => needs)
  return {
    files: stale.map((product) => ({
      file: product.file,
      kind: product.kind,
      why: whyOf(product, kept.get(product.file)),
    })),
    filesKept: products.length - stale.length,
    chapters: encoded.length,
    encodeMs: encoded.reduce((sum, { plan }) => sum + plannedDurationMs(plan), 0),
    videoMs: videoMs.reduce((sum, { track }) => sum + plannedDurationMs(track.plan), 0),
  }
}

function whyOf(product: Product, entry: ManifestFile | undefined): string {
  if (entry === undefined) return 'not made yet'
  if (entry.madeFrom === madeFrom(product)) return 'the file is missing or was changed'
  const before = new Map(Object.entries(entry.facts))
  const changed = Object.entries(factHashes(product)).filter(([name, hash]) => before.get(name) !== hash)
  const reasons = [...new Set(changed.map(([name]) => WHY[name] ?? 'its settings are others'))]
  return reasons.length === 0 ? 'the studio makes it otherwise now' : reasons.join(', ')
}
