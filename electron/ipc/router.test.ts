import { describe, expect, it } from 'vitest'
import type { Handlers } from '#shared/contract/routes.ts'
import { AppError } from '#shared/models/app-error.ts'
import { SILENT_LOGGER } from '#electron/log/logger.ts'
import { createRouter } from './router.ts'

const logged: unknown[] = []
const reached: unknown[] = []
/** Those routes that a test asks for; reaching any other is a failure of its own. */
const handlers: Partial<Handlers> = {
  'job.get': ({ id }) => {
    throw new AppError('job.unknown', `There is no job ${id}.`, { data: { id } })
  },
  'queue.state': () => {
    throw new TypeError('secret of the database')
  },
  'title.search': (input) => {
    reached.push(input)
    return Promise.resolve({ bookIds: ['pg98'] })
  },
}
const router = createRouter(handlers as Handlers, {
  ...SILENT_LOGGER,
  error: (message, fields) => logged.push([message, fields?.error]),
})

const codeOf = async (route: unknown, input: unknown) => {
  const reply = await router(route, input)
  return reply.ok ? 'ok' : reply.error.code
}

describe('the router', () => {
  it('hands a request that fits to its handler, parsed, and gives back what it returns', async () => {
    expect(await router('title.search', { text: 'emma', limit: 5 })).toEqual({ ok: true, data: { bookIds: ['pg98'] } })
    expect(reached).toEqual([{ text: 'emma', limit: 5 }])
  })

  it.each([
    'title.burn',
    'toString',
    '__proto__',
    'constructor',
    'hasOwnProperty',
    '',
    42,
    null,
    undefined,
    ['job.get'],
    { toString: () => 'job.get' },
    Object.create(null),
  ])('knows no route %o', async (route) => {
    expect(await codeOf(route, {})).toBe('request.unknown')
  })

  it.each([
    ['job.get', {}],
    ['job.get', { id: '1' }],
    ['job.get', { id: 1.5 }],
    ['job.get', { id: -1 }],
    ['job.get', { id: 1, path: '/etc/passwd' }],
    ['job.get', [1]],
    ['job.get', null],
    ['job.get', undefined],
    ['job.get', 'id'],
    ['job.page', { query: { status: 'gone' }, order: 'queue', offset: 0, limit: 10 }],
    ['job.page', { query: { constructor: 1 }, order: 'queue', offset: 0, limit: 10 }],
    ['job.page', { query: {}, order: 'queue', offset: 0, limit: 501 }],
    ['job.setPriority', { id: 1, priority: 0 }],
    ['job.addFile', { name: '../job.yaml', yaml: 'a: 1' }],
    ['job.addFile', { name: 'job.yaml', yaml: 'x'.repeat(1_000_001) }],
    ['production.start', { bookId: '../pg98', narratorId: null, formats: ['m4b'] }],
    ['production.start', { bookId: 'pg98', narratorId: null, formats: [] }],
    ['production.start', { bookId: 'pg98', narratorId: null, formats: Array<string>(1000).fill('m4b') }],
    ['production.steer', { id: 1, action: 'delete' }],
    ['title.search', { text: 'x'.repeat(201), limit: 5 }],
    ['import.add', { name: 'book.html', bytes: 'not bytes' }],
    ['studio.switch', { env: 'staging' }],
  ])('lets no request %s with %j through', async (route, input) => {
    const reply = await router(route, input)
    expect(reply).toMatchObject({ ok: false, error: { code: 'request.invalid' } })
  })

  it('says which fields do not fit', async () => {
    const reply = await router('job.setPriority', { id: 0, priority: 1000 })
    expect(reply).toMatchObject({ error: { data: { issues: [{ field: 'id' }, { field: 'priority' }] } } })
  })

  it('tells what a producer can understand with its code and data', async () => {
    expect(await router('job.get', { id: 7 })).toEqual({
      ok: false,
      error: { code: 'job.unknown', message: 'There is no job 7.', data: { id: 7 } },
    })
  })

  it('keeps what a bug says to itself and logs it with its cause', async () => {
    const reply = await router('queue.state', {})
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal', data: {} } })
    expect(JSON.stringify(reply)).not.toContain('secret')
    expect(logged).toEqual([['A request failed unexpectedly', new TypeError('secret of the database')]])
  })
})
