import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { COMPATIBILITY_HEADER, OLD_BINDING, REPOSITORY } from './places.ts'
import { run } from './run.ts'

const SOURCES = join(REPOSITORY, 'node_modules/better-sqlite3')
const SQLITE = join(SOURCES, 'deps/sqlite3')
const HEADERS = ['node-api-headers/include', 'node-addon-api'].map((path) => join(REPOSITORY, 'node_modules', path))

/**
 * Compiles better-sqlite3, sources as they are, for a runtime that has Node-API 8 only; about 35 s on two cores.
 *
 * Its own binaries are made for Node-API 10, where a reference may hold a primitive; the header fills that gap.
 */
export async function buildBinding(): Promise<void> {
  const scratch = await mkdtemp(join(tmpdir(), 'e3-binding-'))
  const objects = ['sqlite3.o', 'better_sqlite3.o'].map((name) => join(scratch, name)) as [string, string]
  try {
    await Promise.all([compileSqlite(objects[0]), compileBinding(objects[1])])
    await mkdir(dirname(OLD_BINDING), { recursive: true })
    const link = ['-Wl,-Bsymbolic', '-Wl,--exclude-libs,ALL', '-static-libstdc++', '-static-libgcc', '-ldl', '-s']
    await run('g++', ['-shared', '-o', `${OLD_BINDING}.part`, ...objects, ...link])
    await rename(`${OLD_BINDING}.part`, OLD_BINDING)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Whether it is there already. */
export function hasBinding(): boolean {
  return existsSync(OLD_BINDING)
}

async function compileSqlite(object: string): Promise<void> {
  // GYP syntax: the compile-time options are the quoted names in it.
  const gyp = await readFile(join(SOURCES, 'deps/defines.gypi'), 'utf8')
  const defines = [...gyp.matchAll(/'((?:HAVE|SQLITE)_[A-Z0-9_]+(?:=[^']*)?)'/g)].map(([, name = '']) => `-D${name}`)
  if (defines.length < 20) throw new Error(`Only ${defines.length} of SQLite's options were found in defines.gypi.`)
  const flags = ['-c', '-O2', '-fPIC', '-std=c99', '-w', '-DNDEBUG', ...defines, `-I${SQLITE}`]
  await run('gcc', [...flags, join(SQLITE, 'sqlite3.c'), '-o', object])
}

async function compileBinding(object: string): Promise<void> {
  const flags = ['-c', '-O2', '-fPIC', '-std=c++20', '-w', '-fno-exceptions', '-fno-rtti']
  const visibility = ['-fvisibility=hidden', '-fvisibility-inlines-hidden']
  const defines = [
    'NDEBUG',
    'NODE_GYP_MODULE_NAME=better_sqlite3',
    'BUILDING_NODE_EXTENSION',
    'NAPI_DISABLE_CPP_EXCEPTIONS',
    'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
  ].map((name) => `-D${name}`)
  const includes = [...HEADERS, SQLITE].map((folder) => `-I${folder}`)
  const source = join(SOURCES, 'src/better_sqlite3.cpp')
  const args = [...flags, ...visibility, ...defines, ...includes, '-include', COMPATIBILITY_HEADER, source]
  await run('g++', [...args, '-o', object])
}
