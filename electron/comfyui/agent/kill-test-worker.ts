import { openDatabase } from '#electron/database/open-database.ts'
import { Agent } from './agent.ts'
import { agentOptions } from './test-agent-options.ts'

/** Runs an agent as a process of its own that dies without a word at the phase it is told. */
const [root = '', file = '', url = '', phase = ''] = process.argv.slice(2)
const database = openDatabase(file, { access: 'write' })
const { jobs } = database

const die = () => process.kill(process.pid, 'SIGKILL')
const markPosted = jobs.markPosted.bind(jobs)
if (phase === 'posted') {
  jobs.markPosted = (id) => {
    markPosted(id)
    die()
  }
}
if (phase === 'placed') jobs.complete = () => die()

const agent = new Agent(
  agentOptions(root, url, database, {
    checkOutput: () => {
      if (phase === 'fetched') die()
      return Promise.resolve({})
    },
  }),
)
await agent.start()
