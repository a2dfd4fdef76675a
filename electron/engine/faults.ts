/**
 * How often a fault occurs: an integer from 1 is "the next n times" and counts down, a fraction is a probability,
 * `Infinity` is always, 0 never.
 */
export type Chance = number

/** Things that go wrong with real servers, switched while the engine runs. All are off at first. */
export interface Faults {
  /** Cut a client's socket instead of delivering a message. */
  dropSockets: Chance
  /** Sockets stay open and no message is delivered any more. */
  deafSockets: boolean
  /** Deaf sockets do not even answer pings, as after a network loss. */
  ignorePings: boolean
  /** A socket whose client id was used by another one that closed never gets a message again (ComfyUI issue 16010). */
  silenceReusedClientIds: boolean
  /** Send a message type and a frame type that nobody knows before a message. */
  unknownMessages: Chance
  /** A finished prompt stays in the queue for so long before history has it. */
  delayHistoryMs: number
  /** Each HTTP reply is so late. */
  slowRepliesMs: number
  /** Answer POST /prompt with `httpStatusCode` and queue nothing. */
  httpStatus: Chance
  httpStatusCode: number
  /** Answer POST /prompt with 413. */
  rejectTooLarge: Chance
  /** Queue the prompt, then cut the connection instead of replying. */
  acceptThenCut: Chance
  /** Answer POST /prompt with 200 and node errors beside the prompt that runs. */
  partialNodeErrors: Chance
  /** Cut a download in its middle. */
  resetView: Chance
  /** Answer a download with 404, as for a file that a stale cache entry names. */
  missingView: Chance
  /** Fail a node with `failNodeMessage`. */
  failNode: Chance
  failNodeMessage: string
  /** Fail a node as ComfyUI does when a GPU's memory is used up. */
  outOfMemory: Chance
  /** A node that never ends. */
  hangNode: Chance
  /** A hanging node does not react to an interrupt either. */
  hangIgnoresInterrupt: boolean
  /** Nodes' sound is cut to a tenth. */
  shortAudio: Chance
  /** Nodes' sound is silence. */
  silentAudio: Chance
  /** After a restart the port stays closed for so long. */
  slowStartMs: number
}

/** The names of the faults that occur with a chance. */
export type ChanceName = { [K in keyof Faults]: Faults[K] extends number ? K : never }[keyof Faults]

/** Faults that are all off. */
export function noFaults(): Faults {
  return {
    dropSockets: 0,
    deafSockets: false,
    ignorePings: false,
    silenceReusedClientIds: false,
    unknownMessages: 0,
    delayHistoryMs: 0,
    slowRepliesMs: 0,
    httpStatus: 0,
    httpStatusCode: 500,
    rejectTooLarge: 0,
    acceptThenCut: 0,
    partialNodeErrors: 0,
    resetView: 0,
    missingView: 0,
    failNode: 0,
    failNodeMessage: 'The node failed on request.',
    outOfMemory: 0,
    hangNode: 0,
    hangIgnoresInterrupt: false,
    shortAudio: 0,
    silentAudio: 0,
    slowStartMs: 0,
  }
}

/** Draws whether a fault occurs now; a count goes down by one when it does. */
export function occurs(faults: Faults, name: ChanceName): boolean {
  const chance = faults[name]
  if (chance <= 0) return false
  if (chance < 1) return Math.random() < chance
  faults[name] = chance - 1
  return true
}
