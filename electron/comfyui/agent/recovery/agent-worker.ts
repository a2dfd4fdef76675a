import { once } from 'node:events'
import { openDatabase } from '#electron/database/open-database.ts'
import { Agent } from '../agent.ts'
import { agentOptions } from '../test-agent-options.ts'
import { LIMITS, POLL_MS } from './times.ts'

/** Runs an agent as a process of its own; before it checks a result it says so and waits until it may. */
const [root = '', file = '', url = ''] = process.argv.slice(2)
const mayCheck = once(process, 'message')

const agent = new Agent(
  agentOptions(root, url, openDatabase(file, { access: 'write' }), {
    pollIntervalMs: POLL_MS,
    limits: LIMITS,
    checkOutput: async () => {
      process.send?.('checking')
      await mayCheck
      return {}
    },
  }),
)
await agent.start()
