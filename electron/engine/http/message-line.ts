import { setTimeout as delay } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import { occurs, type Faults } from '../faults.ts'

/** A client that reads so much too slowly is cut off; its messages would fill the memory. */
const MAX_BUFFERED_BYTES = 64 * 1024 * 1024
/** A held `status` goes out after this even when no message follows it. */
const MAX_HOLD_MS = 200

/** One client's messages, in order, as the faults let them through. */
export class MessageLine {
  readonly #socket: WebSocket
  readonly #faults: Faults
  #late: string | null = null
  #waiting = 0
  #lastSent: Promise<void> = Promise.resolve()

  constructor(socket: WebSocket, faults: Faults) {
    this.#socket = socket
    this.#faults = faults
  }

  send(payload: string | Uint8Array): void {
    if (this.#faults.deafSockets || occurs(this.#faults, 'withholdMessages')) return
    if (occurs(this.#faults, 'dropSockets')) {
      this.#socket.terminate()
      return
    }
    if (isStatus(payload) && this.#late === null && occurs(this.#faults, 'lateStatus')) {
      this.#hold(payload)
      return
    }
    if (occurs(this.#faults, 'unknownMessages')) {
      this.#transmit(JSON.stringify({ type: 'crystools.monitor', data: { cpu_utilization: 1 } }))
      this.#transmit(Buffer.from([0, 0, 0, 99, 1, 2, 3]))
    }
    this.#transmit(payload)
    if (occurs(this.#faults, 'duplicateMessages')) this.#transmit(payload)
    this.#release()
  }

  #hold(status: string): void {
    this.#late = status
    setTimeout(() => this.#release(), MAX_HOLD_MS).unref()
  }

  #release(): void {
    if (this.#late !== null) this.#transmit(this.#late)
    this.#late = null
  }

  /** Late messages keep their order, also when the delay changes meanwhile. */
  #transmit(payload: string | Uint8Array): void {
    const delayMs = this.#faults.delayMessagesMs
    if (delayMs === 0 && this.#waiting === 0) {
      this.#write(payload)
      return
    }
    this.#waiting++
    const due = delay(delayMs)
    this.#lastSent = this.#lastSent.then(async () => {
      await due
      this.#waiting--
      this.#write(payload)
    })
  }

  #write(payload: string | Uint8Array): void {
    if (this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) this.#socket.terminate()
    else this.#socket.send(payload, () => undefined)
  }
}

function isStatus(payload: string | Uint8Array): payload is string {
  return typeof payload === 'string' && payload.startsWith('{"type":"status"')
}
