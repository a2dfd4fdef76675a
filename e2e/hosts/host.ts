import type { BrowserContext, Page } from '@playwright/test'
// Brings the type of `window.e3`.
import type {} from '#renderer/bridge.ts'
import type { Reply } from '#shared/contract/reply.ts'

/** Is given a window's context before it loads anything. */
export type Watch = (context: BrowserContext) => void

/** A studio that runs, seen through its window. */
export interface Host {
  page: Page
  /** Sends a request as the window does, without bytes. */
  request(route: string, input: unknown): Promise<Reply<unknown>>
  /** Closes it as a producer would. */
  stop(): Promise<void>
  /** Ends its process at once, as a power cut would. */
  kill(): Promise<void>
}
