import type { DeliveredKind, DeliveryFormat } from '#shared/models/production.ts'
import { releaseNames } from './naming.ts'
import { partsOf, type Part } from './parts.ts'
import type { Product, UnnamedProduct } from './product.ts'
import { readAlongProduct } from './read-along-product.ts'
import type { Recipe } from './recipe.ts'
import { partProduct, trackProduct } from './sound-products.ts'
import { coverProducts, kitProducts, thumbnailProducts } from './side-products.ts'
import { partSubtitles, trackSubtitles } from './subtitle-products.ts'
import { videoProduct } from './video-product.ts'

/** Every file that a release is to consist of, in the order in which it is listed. */
export function planProducts(recipe: Recipe, folderOf: (kind: DeliveredKind) => string = () => ''): Product[] {
  const { bookId, profile, tags } = recipe
  const parts = partsOf(recipe)
  const made = [
    ...profile.formats.flatMap((format) => productsOf(format, recipe, parts)),
    ...coverProducts(recipe),
    ...thumbnailProducts(recipe),
  ]
  const named = (products: readonly UnnamedProduct[]): Product[] => {
    const names = releaseNames(profile, { bookId, ...tags }, products)
    return products.map((product, index) => ({
      ...product,
      file: `${folderOf(product.kind)}${names[index] ?? product.title}`,
    }))
  }
  return named([...made, ...kitProducts(recipe, named(made))])
}

function productsOf(format: DeliveryFormat, recipe: Recipe, parts: readonly Part[]): UnnamedProduct[] {
  const { tracks } = recipe
  switch (format) {
    case 'm4b':
    case 'mp3-parts':
      return parts.map((part) => partProduct(format, part, recipe))
    case 'mp3':
    case 'flac':
    case 'opus':
      return tracks.map((track, index) =>
        trackProduct(format, track, { index: index + 1, count: tracks.length }, recipe),
      )
    case 'srt':
    case 'vtt':
      return [
        ...parts.map((part) => partSubtitles(format, part, recipe)),
        ...tracks.filter(({ kind }) => kind === 'chapter').map((track) => trackSubtitles(format, track, recipe)),
      ]
    case 'epub':
      return [readAlongProduct(recipe)]
    case 'video':
      return parts.map((part) => videoProduct(part, recipe))
  }
}
