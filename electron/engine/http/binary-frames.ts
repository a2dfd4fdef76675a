import type { Preview } from '../node-class.ts'

const PREVIEW = 1
const TEXT = 3
const PREVIEW_WITH_IDS = 4
const FORMATS = { jpeg: 1, png: 2 } as const

/** Frame 1: a picture that belongs to whatever node runs. */
export function previewFrame({ format, bytes }: Preview): Uint8Array {
  return Buffer.concat([uint32(PREVIEW), uint32(FORMATS[format]), bytes])
}

/** Frame 4: a picture with the ids of its node and prompt. */
export function previewFrameWithIds({ format, bytes }: Preview, nodeId: string, promptId: string): Uint8Array {
  const ids = Buffer.from(
    JSON.stringify({
      node_id: nodeId,
      prompt_id: promptId,
      display_node_id: nodeId,
      parent_node_id: null,
      real_node_id: nodeId,
      image_type: `image/${format}`,
    }),
  )
  return Buffer.concat([uint32(PREVIEW_WITH_IDS), uint32(ids.length), ids, bytes])
}

/** Frame 3: a line of text shown at a node. */
export function textFrame(nodeId: string, text: string): Uint8Array {
  const id = Buffer.from(nodeId)
  return Buffer.concat([uint32(TEXT), uint32(id.length), id, Buffer.from(text)])
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
