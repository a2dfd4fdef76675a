import type { Dialect } from './dialect.ts'

/**
 * How often a fault occurs: an integer from 1 is "the next n times" and counts down, a fraction is a probability,
 * `Infinity` is always, 0 never.
 */
export type Chance = number

/** What a test may change while the engine runs: its dialect, and things that go wrong with real servers (all off at first). */
export interface Faults {
  /** Which ComfyUI it speaks like. */
  dialect: Dialect

  // Sockets
  /** Cut a client's socket instead of delivering a message. */
  dropSockets: Chance
  /** Sockets stay open and no message is delivered any more. */
  deafSockets: boolean
  /** Deaf sockets do not even answer pings, as after a network loss. */
  ignorePings: boolean
  /** A socket whose client id was used by another one that closed never gets a message again (ComfyUI issue 16010). */
  silenceReusedClientIds: boolean
  /** A message is not delivered; the ones after it are. */
  withholdMessages: Chance
  /** Each message is so late, in order. */
  delayMessagesMs: number
  /** A message comes twice. */
  duplicateMessages: Chance
  /** A `status` comes behind the message after it: the protocol promises no order between the two. */
  lateStatus: Chance
  /** Send a message type and a frame type that nobody knows before a message. */
  unknownMessages: Chance

  // Any reply over HTTP
  /** The faults of this group touch only paths that begin so; written without `/api`. */
  onPath: string
  /** The server comes to a request so late. */
  slowRepliesMs: number
  /** What was asked for is done at once, but the reply is so late; what it says may be out of date by then. */
  lateRepliesMs: number
  /** The request is taken and never answered. */
  neverReply: Chance
  /** The connection is cut instead of an answer; nothing was done. */
  cutRequests: Chance
  /** 500, as when a handler fails. */
  failRequests: Chance
  /** 200 and a page of HTML, as from a proxy that wants a login. */
  htmlReplies: Chance
  /** The right body under a wrong Content-Type. */
  wrongContentType: Chance
  /** A redirect to the same place. */
  redirects: Chance
  /** 200 and a body that does not end. */
  endlessBodies: Chance

  // POST /prompt
  /** Answer with `httpStatusCode` and queue nothing. */
  httpStatus: Chance
  httpStatusCode: number
  /** Answer with 413. */
  rejectTooLarge: Chance
  /** Queue the prompt, then cut the connection instead of replying. */
  acceptThenCut: Chance
  /** Answer with 200 and node errors beside the prompt that runs. */
  partialNodeErrors: Chance

  // Queue and history
  /** A prompt leaves the queue when its turn comes and is never heard of again, as when somebody deletes it. */
  losePrompts: Chance
  /** A finished prompt stays in the queue for so long before history has it. */
  delayHistoryMs: number
  /** A finished prompt has left the queue for so long before history has it. */
  historyGapMs: number
  /** A finished prompt does not get into history, as when somebody clears it. */
  loseHistory: Chance
  /** History names files outside the output folder. */
  pathTricks: Chance
  /** GET /queue lists what is pending with the next one last. */
  reversePending: boolean

  // GET /view
  /** Cut a download in its middle. */
  resetView: Chance
  /** Answer a download with 404, as for a file that a stale cache entry names. */
  missingView: Chance

  // Nodes
  /** The faults of nodes before they run touch only a node of this class, or with this in one of its texts. */
  onNode: string | null
  /** Fail a node with `failNodeMessage`. */
  failNode: Chance
  failNodeMessage: string
  /** Fail a node as ComfyUI does when a GPU's memory is used up. */
  outOfMemory: Chance
  /** A node that never ends. */
  hangNode: Chance
  /** A hanging node does not react to an interrupt either. */
  hangIgnoresInterrupt: boolean
  /** A node takes the whole server with it; see `Engine.crash`. */
  crashOnNode: Chance
  /** Nodes' sound is cut to a tenth. */
  shortAudio: Chance
  /** Nodes' sound is silence. */
  silentAudio: Chance

  // The process
  /** After a restart the port stays closed for so long. */
  slowStartMs: number
  /** After a crash it starts again by itself, as under a supervisor. */
  restartsAfterCrash: boolean
}

/** The names of the faults that occur with a chance. */
export type ChanceName = { [K in keyof Faults]: Faults[K] extends number ? K : never }[keyof Faults]

/** Faults that are all off, in the dialect of 0.3.64. */
export function noFaults(): Faults {
  return {
    dialect: '0.3.64',
    dropSockets: 0,
    deafSockets: false,
    ignorePings: false,
    silenceReusedClientIds: false,
    withholdMessages: 0,
    delayMessagesMs: 0,
    duplicateMessages: 0,
    lateStatus: 0,
    unknownMessages: 0,
    onPath: '/',
    slowRepliesMs: 0,
    lateRepliesMs: 0,
    neverReply: 0,
    cutRequests: 0,
    failRequests: 0,
    htmlReplies: 0,
    wrongContentType: 0,
    redirects: 0,
    endlessBodies: 0,
    httpStatus: 0,
    httpStatusCode: 500,
    rejectTooLarge: 0,
    acceptThenCut: 0,
    partialNodeErrors: 0,
    losePrompts: 0,
    delayHistoryMs: 0,
    historyGapMs: 0,
    loseHistory: 0,
    pathTricks: 0,
    reversePending: false,
    resetView: 0,
    missingView: 0,
    onNode: null,
    failNode: 0,
    failNodeMessage: 'The node failed on request.',
    outOfMemory: 0,
    hangNode: 0,
    hangIgnoresInterrupt: false,
    crashOnNode: 0,
    shortAudio: 0,
    silentAudio: 0,
    slowStartMs: 0,
    restartsAfterCrash: false,
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
