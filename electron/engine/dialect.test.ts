import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStage, type Stage, type TestReply } from './fidelity/engine-stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage({ dialect: '0.38' })
})
afterEach(() => stage.close())

const probe = (inputs: object = {}): object => ({
  '1': { class_type: 'ProbeProgress', inputs: { steps: 1, delay: 0, text: 'said', fail: false, ...inputs } },
})
const endless = (): object => probe({ steps: 1000, delay: 0.02 })
const sound = (prefix = 'a/b'): object => ({
  '1': { class_type: 'EmptyAudio', inputs: { duration: 0.1, sample_rate: 8000, channels: 1 } },
  '2': { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: prefix } },
  '3': { class_type: 'PreviewAny', inputs: { source: 'a line' } },
})
const post = (prompt: object, more: object = {}): Promise<TestReply> =>
  stage.send('POST', '/prompt', { json: { prompt, ...more } })
const get = async (path: string): Promise<unknown> => (await stage.send('GET', path)).json

/** Posts and gives the id. */
async function start(prompt: object, more: object = {}): Promise<string> {
  const prompt_id = randomUUID()
  expect((await post(prompt, { prompt_id, ...more })).status).toBe(200)
  return prompt_id
}

async function ended(id: string): Promise<void> {
  await expect.poll(() => get(`/history/${id}`)).toHaveProperty(id)
}

const running = (): Promise<void> =>
  expect.poll(async () => ((await get('/queue')) as { queue_running: unknown[] }).queue_running).toHaveLength(1)

describe('refusals', () => {
  test('an unknown class is missing_node_type, by its title', async () => {
    const reply = await post({ '7': { class_type: 'Nope', inputs: {}, _meta: { title: 'My node' } } })
    expect([reply.status, reply.json]).toEqual([
      400,
      {
        error: {
          type: 'missing_node_type',
          message: "Node 'My node' not found. The custom node may not be installed.",
          details: "Node ID '#7'",
          extra_info: { node_id: '7', class_type: 'Nope', node_title: 'My node' },
        },
        node_errors: {},
      },
    ])
  })

  test('a node without a class is missing_node_type with class_type null', async () => {
    expect((await post({ '7': { inputs: {} } })).json).toMatchObject({
      error: { type: 'missing_node_type', extra_info: { node_id: '7', class_type: null, node_title: null } },
    })
  })

  test.each([['my-id'], [randomUUID().toUpperCase()], [randomUUID().replaceAll('-', '')], [5]])(
    'the id %j is refused',
    async (prompt_id) => {
      const reply = await post(sound(), { prompt_id })
      expect(reply.status).toBe(400)
      expect(reply.json).toMatchObject({
        error: { type: 'invalid_prompt_id', message: 'prompt_id must be a valid UUID', extra_info: {} },
        node_errors: {},
      })
    },
  )

  test('an id of null counts as none', async () => {
    const { json } = await post(sound(), { prompt_id: null })
    expect((json as { prompt_id: string }).prompt_id).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('a circle is named at each of its nodes, not behind it', async () => {
    const trim = (source: string): object => ({
      class_type: 'TrimAudioDuration',
      inputs: { audio: [source, 0], start_index: 0, duration: 1 },
    })
    const save = { class_type: 'SaveAudio', inputs: { audio: ['1', 0], filename_prefix: 'x' } }
    const { json } = await post({ '1': trim('2'), '2': trim('1'), '3': save })
    const errors = [{ type: 'dependency_cycle', message: 'Dependency cycle detected' }]
    const { node_errors } = json as { node_errors: Record<string, unknown> }
    expect(Object.keys(node_errors)).toEqual(['1', '2'])
    expect(node_errors).toMatchObject({ '1': { errors, dependent_outputs: ['3'] }, '2': { errors } })
    expect(JSON.stringify(node_errors)).toContain(
      '1 (TrimAudioDuration) -> 2 (TrimAudioDuration) -> 1 (TrimAudioDuration)',
    )
  })

  test('a page of another site is refused on any path, on sockets too', async () => {
    const headers = { 'Sec-Fetch-Site': 'cross-site' }
    for (const path of ['/prompt', '/view', '/no/such/route']) {
      expect((await stage.send('GET', path, { headers })).status).toBe(403)
    }
    const upgrade = {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': '13',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    }
    expect((await stage.send('GET', '/ws', { headers: { ...headers, ...upgrade } })).status).toBe(403)
    stage.engine.faults.dialect = '0.3.64'
    expect((await stage.send('GET', '/prompt', { headers })).status).toBe(200)
  })
})

test('the version and the features are those of the dialect', async () => {
  expect(await get('/system_stats')).toMatchObject({ system: { comfyui_version: '0.38.0' } })
  const flags = { supports_preview_metadata: true, node_replacements: true, assets: false }
  expect(await get('/features')).toMatchObject(flags)
  const socket = await stage.connect('me', { type: 'feature_flags', data: {} })
  const seen = await socket.until((messages) => messages.length === 2)
  expect(seen[1]).toMatchObject({ type: 'feature_flags', data: flags })
})

test('keys of partners are not shown, and the time of posting is', async () => {
  const before = Date.now()
  const id = await start(endless(), {
    extra_data: { api_key_comfy_org: 'secret', auth_token_comfy_org: 'secret', kept: 1 },
  })
  await running()
  const { text, json } = await stage.send('GET', '/queue')
  expect(text).not.toContain('secret')
  const [, , , extra] = (json as { queue_running: [number, string, object, { create_time: number }][] })
    .queue_running[0]!
  expect(extra).toMatchObject({ kept: 1 })
  expect(extra.create_time).toBeGreaterThanOrEqual(before)
  stage.engine.faults.dialect = '0.3.64'
  await start(sound(), { extra_data: { api_key_comfy_org: 'shown while it waits' } })
  expect((await stage.send('GET', '/queue')).text).toContain('shown while it waits')
  await stage.send('POST', '/interrupt', { json: { prompt_id: id } })
  await expect.poll(async () => Object.keys((await get('/history')) as object)).toHaveLength(2)
  expect((await stage.send('GET', '/history')).text).not.toContain('shown while it waits')
})

test.each([
  ['page.html', 'application/octet-stream', 'attachment; filename="page.html"'],
  ['a.svg', 'application/octet-stream', 'attachment; filename="a.svg"'],
  ['a.js', 'application/octet-stream', 'attachment; filename="a.js"'],
  ['a.css', 'application/octet-stream', 'attachment; filename="a.css"'],
  ['a.flac', 'audio/flac', 'filename="a.flac"'],
])('/view gives %s as %s, %s', async (name, type, disposition) => {
  await writeFile(join(stage.dataDir, 'output', name), 'x')
  const { headers } = await stage.send('GET', `/view?filename=${name}`)
  expect([headers['content-type'], headers['content-disposition']]).toEqual([type, disposition])
  expect(headers['x-content-type-options']).toBe('nosniff')
})

test('/view knows no file by its hash', async () => {
  expect((await stage.send('GET', '/view?filename=blake3:00')).status).toBe(404)
})

describe('the jobs API', () => {
  test('lists what runs, waits, succeeded, failed and was cancelled', async () => {
    const done = await start(sound(), { extra_data: { extra_pnginfo: { workflow: { id: 'w1' } } } })
    const failed = await start(probe({ fail: true }))
    await ended(failed)
    const long = await start(endless())
    await running()
    const waiting = await start(sound('c/d'))
    const status = async (id: string) => ((await get(`/api/jobs/${id}`)) as { status: string }).status
    expect(await Promise.all([done, failed, long, waiting].map(status))).toEqual([
      'completed',
      'failed',
      'in_progress',
      'pending',
    ])
    const idsOf = async (query: string) =>
      ((await get(`/api/jobs?${query}`)) as { jobs: { id: string }[] }).jobs.map(({ id }) => id)
    expect(await idsOf('sort_order=asc')).toEqual([done, failed, long, waiting])
    expect(await idsOf('status=pending,%20IN_PROGRESS&sort_order=asc')).toEqual([long, waiting])
    expect(await idsOf('workflow_id=w1')).toEqual([done])
    expect(await get('/api/jobs?sort_order=asc&limit=2&offset=1')).toMatchObject({
      jobs: [{ id: failed }, { id: long }],
      pagination: { offset: 1, limit: 2, total: 4, has_more: true },
    })
    expect((await stage.send('POST', `/api/jobs/${waiting}/cancel`)).json).toEqual({ cancelled: true })
    expect((await stage.send('POST', `/api/jobs/${waiting}/cancel`)).json).toEqual({ cancelled: false })
    expect((await stage.send('GET', `/api/jobs/${waiting}`)).status).toBe(404)
    const many = await stage.send('POST', '/api/jobs/cancel', { json: { job_ids: [done, long] } })
    expect(many.json).toEqual({ cancelled: true })
    await ended(long)
    expect(await status(long)).toBe('cancelled')
  })

  test('tells all of a finished job, and leaves out what it has not', async () => {
    const id = await start(sound())
    await ended(id)
    const file = { filename: 'b_00001_.flac', subfolder: 'a', type: 'output' }
    const job = (await get(`/api/jobs/${id}`)) as Record<string, unknown>
    expect(job).toMatchObject({
      id,
      status: 'completed',
      priority: 0,
      outputs_count: 1,
      preview_output: { ...file, nodeId: '2', mediaType: 'audio' },
      outputs: { '2': { audio: [file] }, '3': { text: ['a line'] } },
      execution_status: { status_str: 'success' },
      workflow: { prompt: sound(), extra_data: {} },
    })
    expect(Number(job['execution_end_time'])).toBeGreaterThanOrEqual(Number(job['execution_start_time']))
    expect(job).not.toHaveProperty('execution_error')
    expect(job).not.toHaveProperty('workflow_id')
  })

  test.each([
    ['status=gone', 'Invalid status value(s): gone. Valid values: pending, in_progress, completed, failed, cancelled'],
    ['sort_by=name', "sort_by must be 'created_at' or 'execution_duration'"],
    ['sort_order=up', "sort_order must be 'asc' or 'desc'"],
    ['limit=0', 'limit must be a positive integer'],
    ['limit=x', 'limit must be an integer'],
    ['offset=x', 'offset must be an integer'],
  ])('refuses %s', async (query, error) => {
    const reply = await stage.send('GET', `/api/jobs?${query}`)
    expect([reply.status, reply.json]).toEqual([400, { error }])
  })

  test.each([
    ['{nope', { error: 'Request body must be valid JSON' }],
    ['{}', { error: 'job_ids must be a list' }],
    ['{"job_ids":["x",5]}', { error: 'job_ids contains invalid id(s)', invalid_ids: ['x', '5'] }],
  ])('refuses to cancel %s', async (body, answer) => {
    const reply = await stage.send('POST', '/api/jobs/cancel', { body })
    expect([reply.status, reply.json]).toEqual([400, answer])
  })

  test('is there under /api only', async () => {
    expect((await stage.send('GET', '/jobs')).status).toBe(404)
  })
})
