import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** The place on disk of a file that an npm package brings: a WebAssembly module, a font. */
export function packagedFile(specifier: string): string {
  return require.resolve(specifier)
}

/** A CommonJS module of an npm package, loaded when first asked for. */
export function packagedModule(specifier: string): unknown {
  return require(specifier) as unknown
}
