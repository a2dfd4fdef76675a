import { AppError } from '../models/app-error.ts'

/** The media type of a frame; a message without bytes goes as plain JSON. */
export const FRAME_TYPE = 'application/x-e3-frame'
const JSON_TYPE = 'application/json'

/** A request or reply as it goes over HTTP. */
export interface WireMessage {
  mediaType: string
  body: string | Uint8Array<ArrayBuffer>
}

type Place = readonly (string | number)[]
/** Where bytes belong in the value, which has null there, and how many. */
type Slot = [place: Place, sizeBytes: number]

/** Far more than any request nests or holds. */
const MOST_SLOTS = 1_000
const HEAD_BYTES = 4

/**
 * Encodes a value of JSON and bytes.
 *
 * A frame is the length of its JSON (4 bytes, big-endian), the JSON `[value, slots]`, then the bytes of all slots in order.
 */
export function encodeMessage(value: unknown): WireMessage {
  const slots: Slot[] = []
  const parts: Uint8Array[] = []
  const bare = withoutBytes(value, [], (place, bytes) => {
    slots.push([place, bytes.byteLength])
    parts.push(bytes)
  })
  if (parts.length === 0) return { mediaType: JSON_TYPE, body: JSON.stringify(value) }
  const json = new TextEncoder().encode(JSON.stringify([bare, slots]))
  const sizeBytes = parts.reduce((sum, part) => sum + part.byteLength, HEAD_BYTES + json.byteLength)
  const frame = new Uint8Array(sizeBytes)
  new DataView(frame.buffer).setUint32(0, json.byteLength)
  let offset = HEAD_BYTES
  for (const part of [json, ...parts]) {
    frame.set(part, offset)
    offset += part.byteLength
  }
  return { mediaType: FRAME_TYPE, body: frame }
}

/**
 * Decodes what `encodeMessage` made; the bytes are views of `body`.
 *
 * Throws `message.malformed` for anything else, whoever sent it.
 */
export function decodeMessage(mediaType: string, body: Uint8Array): unknown {
  const [type = ''] = mediaType.split(';')
  switch (type.trim().toLowerCase()) {
    case JSON_TYPE:
      return parseJson(body)
    case FRAME_TYPE:
      return decodeFrame(body)
    default:
      throw malformed(`its type is neither ${JSON_TYPE} nor ${FRAME_TYPE}`)
  }
}

function decodeFrame(frame: Uint8Array): unknown {
  if (frame.byteLength < HEAD_BYTES) throw malformed('it is cut short')
  const jsonBytes = new DataView(frame.buffer, frame.byteOffset).getUint32(0)
  let offset = HEAD_BYTES + jsonBytes
  if (offset > frame.byteLength) throw malformed('it is cut short')
  const content = parseJson(frame.subarray(HEAD_BYTES, offset))
  if (!isPair(content) || !isSlotList(content[1])) throw malformed('its head is not [value, slots]')
  const [value, slots] = content
  const root: Container = [value]
  for (const [place, sizeBytes] of slots) {
    if (sizeBytes > frame.byteLength - offset) throw malformed('it is cut short')
    // Not `subarray`: of Node's Buffer that would be another Buffer.
    fill(root, [0, ...place], new Uint8Array(frame.buffer, frame.byteOffset + offset, sizeBytes))
    offset += sizeBytes
  }
  if (offset !== frame.byteLength) throw malformed('bytes are left over')
  return root[0]
}

type Container = Record<string | number, unknown> | unknown[]

/** Puts bytes where the value has null; own properties only, so that no place reaches a prototype. */
function fill(root: Container, place: Place, bytes: Uint8Array): void {
  let holder: unknown = root
  for (const [depth, key] of place.entries()) {
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, key)) break
    const container = holder as Record<string | number, unknown>
    if (depth < place.length - 1) holder = container[key]
    else if (container[key] === null) {
      container[key] = bytes
      return
    }
  }
  throw malformed('a slot has no place in the value')
}

function withoutBytes(value: unknown, place: Place, take: (place: Place, bytes: Uint8Array) => void): unknown {
  if (value instanceof Uint8Array) {
    take(place, value)
    return null
  }
  if (Array.isArray(value)) return value.map((item: unknown, index) => withoutBytes(item, [...place, index], take))
  if (!isPlainObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, withoutBytes(item, [...place, key], take)]),
  )
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function isPair(value: unknown): value is [unknown, unknown] {
  return Array.isArray(value) && value.length === 2
}

function isSlotList(value: unknown): value is Slot[] {
  return Array.isArray(value) && value.length <= MOST_SLOTS && value.every(isSlot)
}

function isSlot(value: unknown): value is Slot {
  if (!isPair(value)) return false
  const [place, sizeBytes] = value
  const isKey = (key: unknown) => typeof key === 'string' || Number.isSafeInteger(key)
  return Array.isArray(place) && place.every(isKey) && Number.isSafeInteger(sizeBytes) && Number(sizeBytes) >= 0
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
  } catch (error) {
    throw malformed('its JSON cannot be read', error)
  }
}

function malformed(reason: string, cause?: unknown): AppError {
  return new AppError('message.malformed', `The message cannot be read: ${reason}.`, { cause })
}
