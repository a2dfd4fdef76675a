import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { askOnce } from './prompt-archive.ts'
import type { askService } from './prompt-service.ts'

const KEY = 'sk-very-secret-key'
const REQUEST = { system: 'Describe.', user: 'A ship.' }
const GOOD = 'A ship with torn sails rolls on a black sea under a low moon.'

let server: Server
let dir = ''
let asked: { headers: IncomingMessage['headers']; body: string }[] = []
let answer: (response: ServerResponse) => void

beforeEach(async () => {
  asked = []
  answer = (response) => response.end(chat(GOOD, 42))
  dir = await mkdtemp(join(tmpdir(), 'e3-prompts-'))
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      asked.push({ headers: request.headers, body })
      answer(response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(dir, { recursive: true, force: true })
})

const chat = (content: unknown, tokens?: unknown) =>
  JSON.stringify({ choices: [{ message: { content } }], usage: { total_tokens: tokens } })
const settings = (changes: Partial<Parameters<typeof askService>[1]> = {}) => ({
  url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
  model: 'painter',
  api_key: KEY,
  max_calls_per_book: 100,
  max_tokens_per_book: 100_000,
  max_tokens: 300,
  timeout_seconds: 30,
  on_failure: 'fail' as const,
  ...changes,
})
const ask = (user = REQUEST.user, changes = {}) => askOnce(dir, { ...REQUEST, user }, settings(changes))
const spent = async () => JSON.parse(await readFile(join(dir, 'prompts', 'spent.json'), 'utf8')) as object

describe('a service that writes prompts', () => {
  it('is asked once for the same words, also by another process, and its costs are kept', async () => {
    expect([await ask(), await ask()]).toEqual([GOOD, GOOD])
    expect(asked).toHaveLength(1)
    expect(asked[0]?.headers.authorization).toBe(`Bearer ${KEY}`)
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ model: 'painter', max_tokens: 300, stream: false })
    expect(await spent()).toMatchObject({ calls: 1, tokens: 42 })
    const kept = await Promise.all(
      (await readdir(join(dir, 'prompts'))).map((name) => readFile(join(dir, 'prompts', name), 'utf8')),
    )
    expect(kept.join()).not.toContain(KEY)
  })

  it('is not asked beyond what a book may cost, however many ask at once', async () => {
    const outcomes = await Promise.allSettled(['a', 'b', 'c', 'd'].map((user) => ask(user, { max_calls_per_book: 2 })))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected'])
    expect(asked).toHaveLength(2)
    await expect(ask('e', { max_tokens_per_book: 300 })).rejects.toMatchObject({ code: 'prompt.spent' })
    expect(asked).toHaveLength(2)
  })

  it('counts a call that failed', async () => {
    answer = (response) => response.destroy()
    await expect(ask()).rejects.toMatchObject({ code: 'prompt.serviceFailed' })
    expect(await spent()).toMatchObject({ calls: 1 })
  })

  it('has what it says made into one plain line', async () => {
    answer = (response) => response.end(chat(`\`\`\`text\n "${GOOD}\u0000\u202e"\n\`\`\``))
    expect(await ask()).toBe(GOOD)
  })

  it.each<[string, (response: ServerResponse) => void, string]>([
    [
      'a refusal that repeats the key',
      (response) => response.writeHead(401).end(JSON.stringify({ error: { message: `Wrong key ${KEY}\nat x` } })),
      'answered 401: Wrong key [redacted] at x',
    ],
    [
      'a redirect',
      (response) => response.writeHead(307, { location: 'http://127.0.0.1:1/steal' }).end(),
      'cannot be reached',
    ],
    ['a page', (response) => response.end('<html>Welcome</html>'), 'not that of a chat service'],
    ['content that is no text', (response) => response.end(chat([{ type: 'text' }])), 'not that of a chat service'],
    ['no content', (response) => response.end(chat('')), 'nothing that can be drawn'],
    ['signs only', (response) => response.end(chat('?!?!?!?!?!?!?!?!?!?!')), 'nothing that can be drawn'],
    ['a novel', (response) => response.end(chat('word '.repeat(1000))), 'too long for a prompt'],
    ['an endless answer', (response) => flood(response), 'far too long'],
  ])('that gives %s fails with the reason', async (_name, give, reason) => {
    answer = give
    const error: unknown = await ask().catch((caught: unknown) => caught)
    expect(error).toMatchObject({ code: 'prompt.serviceFailed', message: expect.stringContaining(reason) as string })
    expect(JSON.stringify([error, (error as Error).message, (error as Error).cause])).not.toContain(KEY)
  })

  it('that never answers is given up', async () => {
    answer = () => undefined
    await expect(ask('x', { timeout_seconds: 1 })).rejects.toThrow('no answer within 1 seconds')
  })
})

function flood(response: ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write('x'.repeat(65_536)));
    response.once('drain', more)
  }
  more()
}
