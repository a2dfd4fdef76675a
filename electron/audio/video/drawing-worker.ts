import { parentPort } from 'node:worker_threads'
import { Resvg } from '@resvg/resvg-js'
import { messageOf } from '#shared/models/app-error.ts'
import { composeDrawing } from './drawing.ts'
import type { DrawingReply, DrawingRequest } from './drawing-thread.ts'

parentPort?.on('message', ({ id, drawing }: DrawingRequest) => {
  parentPort?.postMessage(answer(id, () => draw(drawing)))
})

function answer(id: number, work: () => Uint8Array): DrawingReply {
  try {
    return { id, png: work() }
  } catch (error: unknown) {
    return { id, message: messageOf(error) }
  }
}

function draw(drawing: DrawingRequest['drawing']): Uint8Array {
  const { svg, fontFiles } = composeDrawing(drawing)
  const font = { loadSystemFonts: false, fontFiles, defaultFontFamily: 'EB Garamond' }
  return new Resvg(svg, { font }).render().asPng()
}
