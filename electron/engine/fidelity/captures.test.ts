import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { label, openStage, type SeenMessage, type Stage, type TestSocket } from './engine-stage.ts'
import { prepareStage } from './prepare-stage.ts'
import { createReplay, readCaptures, received, remaining, sequence, type Capture } from './replay.ts'

/** Transcripts recorded with a real server; `E3_CAPTURES` names their folder. */
const captures = readCaptures(process.env['E3_CAPTURES'])

/** Scenarios of two sockets have tests of their own below. */
const TWO_SOCKETS = ['reconnect-during-run.json', 'reconnect-same-client-id-defect.json']

describe.skipIf(captures.length === 0)('answers like the recorded server', () => {
  let stage: Stage
  afterEach(() => stage.close())

  test.each(captures.filter(({ name }) => !TWO_SOCKETS.includes(name)))('$name', async ({ name, capture }) => {
    stage = await openStage()
    await prepareStage(stage, capture)
    const first = capture.ws?.find((message) => 'type' in message)
    const socket = first ? await stage.connect(String(first.data['sid']), flagsOf(capture)) : null
    const replay = createReplay(stage)
    for (const [index, exchange] of capture.http.entries()) {
      await actBefore(name, index, exchange.request.path, stage, socket)
      await replay(exchange)
    }
    if (!socket) return
    const expected = received(capture.ws)
    await expect.poll(() => sequence(socket.messages, name), { timeout: 8000 }).toEqual(sequence(expected, name))
    expect(remaining(socket.messages)).toEqual(remaining(expected))
  })

  test.each(captures.filter(({ name }) => TWO_SOCKETS.includes(name)))('$name', async ({ name, capture }) => {
    stage = await openStage()
    const isDefect = name.includes('defect')
    stage.engine.faults.silenceReusedClientIds = isDefect
    const run = capture.http[0]?.request.json as { client_id: string; prompt_id: string }
    const replay = createReplay(stage)
    const first = await stage.connect(run.client_id)
    await replay(capture.http[0]!)
    await first.until(hasTick)
    if (!isDefect) await first.close()
    const second = await stage.connect(run.client_id)
    await second.until(hasTick)
    if (isDefect) await first.close()
    for (const exchange of capture.http.slice(1)) await replay(exchange)
    if (isDefect) await expect.poll(() => stage.send('GET', '/prompt')).toMatchObject({ json: IDLE })
    else await second.finished(run.prompt_id)
    expect(sequence(first.messages, name)).toEqual(sequence(received(capture.otherSockets?.['first']), name))
    expect(sequence(second.messages, name)).toEqual(sequence(received(capture.ws), name))
    expect(remaining(second.messages)).toEqual(remaining(received(capture.ws)))
  })
})

const IDLE = { exec_info: { queue_remaining: 0 } }

function hasTick(messages: readonly SeenMessage[]): boolean {
  return messages.some((message) => label(message) === 'frame 1')
}

/** The message that the recorded client sent first. */
function flagsOf({ ws = [] }: Capture): object | undefined {
  return ws.flatMap((message) => ('client' in message ? [message.client] : []))[0]
}

/** What was done to the recorded server beside the requests. */
async function actBefore(
  name: string,
  index: number,
  path: string,
  stage: Stage,
  socket: TestSocket | null,
): Promise<void> {
  if (name === 'cached-rerun-file-deleted.json' && path === '/view') {
    await rm(join(stage.dataDir, 'output/gone'), { recursive: true })
  }
  if (name === 'interrupted-prompt.json' && path === '/interrupt') {
    await socket?.until((messages) => messages.some((message) => label(message) === 'progress 1'))
  }
  if (name === 'restart-loses-queue-and-history.json' && index === 4) await stage.engine.restart()
}
