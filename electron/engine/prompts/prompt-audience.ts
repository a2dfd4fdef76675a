import type { Preview } from '../node-class.ts'
import { previewFrame, previewFrameWithIds, textFrame } from '../http/binary-frames.ts'

/** How messages reach sockets; `null` as client means everybody. */
export interface Postbox {
  send(clientId: string | null, message: object | Uint8Array): void
  /** Whether anybody would get what is sent so. */
  isHeard(clientId: string | null): boolean
  /** Whether a client announced that it takes previews with ids. */
  wantsPreviewIds(clientId: string): boolean
}

/** Who hears of one prompt: the client that posted it; some messages go to all when nobody did. */
export class PromptAudience {
  readonly #postbox: Postbox
  readonly #promptId: string
  readonly clientId: string | null
  /** The node that a client who connects late is told of. */
  currentNode: string | null = null

  constructor(postbox: Postbox, promptId: string, clientId: string | null) {
    this.#postbox = postbox
    this.#promptId = promptId
    this.clientId = clientId
  }

  send(type: string, data: object, reach: 'client' | 'all' = 'client'): void {
    if (this.clientId !== null || reach === 'all') this.#postbox.send(this.clientId, { type, data })
  }

  /** The data is made only for somebody who hears it: it grows with the graph. */
  progressState(data: () => object): void {
    if (this.#postbox.isHeard(this.clientId)) this.send('progress_state', data(), 'all')
  }

  executing(node: string): void {
    this.currentNode = node
    this.send('executing', { node, display_node: node, prompt_id: this.#promptId })
  }

  /** The end marker: history can be read. */
  finished(): void {
    this.currentNode = null
    this.send('executing', { node: null, prompt_id: this.#promptId })
  }

  /** A preview with ids goes before its `progress`, one without after it. */
  progress(node: string, value: number, max: number, preview?: Preview): void {
    if (this.clientId === null) return
    const hasIds = this.#postbox.wantsPreviewIds(this.clientId)
    if (preview && hasIds) this.#postbox.send(this.clientId, previewFrameWithIds(preview, node, this.#promptId))
    this.send('progress', { value, max, prompt_id: this.#promptId, node })
    if (preview && !hasIds) this.#postbox.send(this.clientId, previewFrame(preview))
  }

  text(node: string, text: string): void {
    if (this.clientId !== null) this.#postbox.send(this.clientId, textFrame(node, text))
  }
}
