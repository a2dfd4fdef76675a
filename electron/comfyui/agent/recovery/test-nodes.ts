import { randomUUID } from 'node:crypto'
import type { NodeClass } from '#electron/engine/node-class.ts'
import { NodeInterrupted } from '#electron/engine/node-class.ts'

const FRAME = { description: '', category: 'test', pythonModule: 'test' }

/** Bytes of a result: more than passes a socket at once. */
const RESULT_BYTES = 256 * 1024

/** What a job's result must be, byte for byte. */
export function resultOf(text: string): Buffer {
  return Buffer.alloc(RESULT_BYTES, text)
}

/** A server's renderer that counts, and that waits at a text's gate. */
export class Renderer {
  /** Whether the server's cache helps: it would hide that a prompt was posted twice. */
  isCached = false
  /** Texts in the order in which they were rendered to the end. */
  readonly rendered: string[] = []
  readonly #entered = new Set<string>()
  readonly #gates = new Map<string, Promise<void>>()

  /** Keeps the text half rendered; returns what lets it go on. */
  hold(text: string): () => void {
    let release: () => void = () => undefined
    this.#gates.set(text, new Promise((resolve) => (release = resolve)))
    return release
  }

  hasEntered(text: string): boolean {
    return this.#entered.has(text)
  }

  /** `Render` costs, `Save` does not: a result that is only saved again is not rendered twice. */
  nodes(): NodeClass[] {
    return [
      {
        ...FRAME,
        name: 'Render',
        displayName: 'Render',
        inputs: () => ({ required: { text: ['STRING', {}] } }),
        outputs: ['STRING'],
        isOutput: false,
        fingerprint: () => (this.isCached ? '' : randomUUID()),
        execute: async (inputs, { signal, progress }) => {
          const text = String(inputs['text'])
          progress(1, 2)
          this.#entered.add(text)
          await Promise.race([this.#gates.get(text), interrupted(signal)])
          this.rendered.push(text)
          return { outputs: [text] }
        },
      },
      {
        ...FRAME,
        name: 'Save',
        displayName: 'Save',
        inputs: () => ({ required: { text: ['STRING', {}], filename_prefix: ['STRING', {}] } }),
        outputs: [],
        isOutput: true,
        execute: async (inputs, { files }) => {
          const bytes = resultOf(String(inputs['text']))
          const file = await files.save('output', String(inputs['filename_prefix']), 'txt', bytes)
          return { ui: { files: [file] } }
        },
      },
    ]
  }
}

function interrupted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new NodeInterrupted()), { once: true })
  })
}
