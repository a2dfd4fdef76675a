import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { ComfyClient } from '../client.ts'
import { openDoor } from '../test-door.ts'
import type { Door } from '../test-door.ts'

const GRAPH = { '1': { class_type: 'Save', inputs: {} } }
const ENTRIES = {
  success: {
    outputs: { '1': { audio: [{ filename: 'a.flac' }] } },
    status: { status_str: 'success', completed: true },
  },
  failed: { outputs: {}, status: { status_str: 'error', completed: false, messages: [['execution_error', {}]] } },
  cancelled: { outputs: {}, status: { status_str: 'error', messages: [['execution_interrupted', {}]] } },
}
/** What a server says of a prompt that runs, fails, ends; in the order of one that succeeds. */
const MESSAGES: ((promptId: string) => string | Buffer)[] = [
  () => message('status', { status: { exec_info: { queue_remaining: 1 } } }),
  (prompt_id) => message('execution_start', { prompt_id, timestamp: 1 }),
  (prompt_id) => message('execution_cached', { prompt_id, nodes: [] }),
  (prompt_id) => message('progress_state', { prompt_id, nodes: { '1': { value: 1, max: 2, state: 'running' } } }),
  (prompt_id) => message('executing', { prompt_id, node: '1' }),
  (prompt_id) => message('progress', { prompt_id, node: '1', value: 1, max: 2 }),
  () => Buffer.from('0000000100000001ffd8ffe0', 'hex'),
  () => Buffer.from('0000000900000001ffd8ffe0', 'hex'),
  () => message('executing', { node: '1' }),
  (prompt_id) => message('executed', { prompt_id, node: '1', output: { audio: [{ filename: 'other.flac' }] } }),
  (prompt_id) => message('execution_success', { prompt_id, timestamp: 2 }),
  (prompt_id) => message('execution_error', { prompt_id, node_id: '1', exception_message: 'no' }),
  (prompt_id) => message('execution_interrupted', { prompt_id, node_id: '1' }),
  () => message('executing', { prompt_id: randomUUID(), node: null }),
  (prompt_id) => message('executing', { prompt_id, node: null }),
  () => message('assets.added', { id: 1 }),
  () => '{"type":',
]

let door: Door
let client: ComfyClient
let server: WebSocket

beforeEach(async () => {
  door = await openDoor()
  door.answers['POST /prompt'] = ({ body }) => ({ prompt_id: (JSON.parse(body) as { prompt_id: string }).prompt_id })
  client = new ComfyClient({ server: { url: door.url }, pollMs: 5, lostAfterMs: 10_000 })
  ;({ socket: server } = await door.nextSocket())
})
afterEach(async () => {
  client.close()
  await door.close()
})

function message(type: string, data: object): string {
  return JSON.stringify({ type, data })
}

test('ends a prompt as history tells it, whatever the socket tells, leaves out, repeats or turns round', async () => {
  const order = fc.array(fc.nat(MESSAGES.length - 1), { maxLength: 40 })
  const kinds = fc.constantFrom('success', 'failed', 'cancelled')
  const isOverAfter = fc.nat(40)
  await fc.assert(
    fc.asyncProperty(order, kinds, isOverAfter, async (indexes, kind, overAfter) => {
      const promptId = randomUUID()
      let isOver = false
      door.answers[`GET /history/${promptId}`] = () => (isOver ? { [promptId]: ENTRIES[kind] } : {})
      door.answers['GET /queue'] = () => ({
        queue_running: isOver ? [] : [[1, promptId, {}, {}, []]],
        queue_pending: [],
      })
      await client.submit(GRAPH, promptId)
      const outcome = client.track(promptId)
      indexes.forEach((index, count) => {
        isOver ||= count >= overAfter
        server.send(MESSAGES[index]!(promptId))
      })
      isOver = true
      expect(await outcome).toMatchObject({ kind })
    }),
    { numRuns: 60 },
  )
})
