import { parentPort } from 'node:worker_threads'
import { messageOf } from '#shared/models/app-error.ts'
import { drawCover } from '../cover/draw-cover.ts'
import { setWords } from '../cover/set-words.ts'
import { NodeError } from '../node-class.ts'
import { speak } from '../speech/speak.ts'
import { decodeAudio } from './decode-audio.ts'
import { encodeFlac } from './flac.ts'
import { encodePng } from './png.ts'
import { shapeAudio } from './shape-audio.ts'
import type { WorkerReply, WorkerRequest } from './worker-task.ts'

parentPort?.on('message', (message: WorkerRequest) => {
  void answer(message).then((reply) => parentPort?.postMessage(reply))
})

async function answer(message: WorkerRequest): Promise<WorkerReply> {
  try {
    return { ok: true, result: await perform(message) }
  } catch (error) {
    const exceptionType = error instanceof NodeError ? error.exceptionType : 'RuntimeError'
    return { ok: false, message: messageOf(error), exceptionType }
  }
}

function perform(message: WorkerRequest): unknown {
  switch (message.kind) {
    case 'speak':
      return speak(message.request)
    case 'encodeFlac':
      return encodeFlac(message.request.audio)
    case 'shapeAudio':
      return shapeAudio(message.request)
    case 'decodeAudio':
      return decodeAudio(message.request.bytes)
    case 'encodePng':
      return encodePng(message.request.image)
    case 'drawCover':
      return drawCover(message.request)
    case 'setWords':
      return setWords(message.request)
  }
}
