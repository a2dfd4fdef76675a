import { openDatabase } from '#electron/database/open-database.ts'
import { Agent } from './agent.ts'
import { agentOptions } from './test-agent-options.ts'

/** Runs an agent as a process of its own that dies without a word at the phase it is told. */
const [root = '', file = '', url = '', phase = ''] = process.argv.slice(2)
const { jobs } = openDatabase(file, { access: 'write' })

const die = () => process.kill(process.pid, 'SIGKILL')
const dieAfter = <Args extends unknown[], Result>(name: string, call: (...args: Args) => Result) => {
  return (...args: Args): Result => {
    const result = call(...args)
    if (name === phase && (name !== 'leased' || (result as unknown[]).length > 0)) die()
    return result
  }
}
jobs.lease = dieAfter('leased', jobs.lease.bind(jobs))
jobs.recordPrompt = dieAfter('recorded', jobs.recordPrompt.bind(jobs))
jobs.markPosted = dieAfter('posted', jobs.markPosted.bind(jobs))
jobs.complete = phase === 'placed' ? () => die() : dieAfter('completed', jobs.complete.bind(jobs))

const agent = new Agent(
  agentOptions(
    root,
    url,
    { jobs },
    {
      checkOutput: () => {
        if (phase === 'fetched') die()
        return Promise.resolve({})
      },
    },
  ),
)
agent.onJob(({ kind }) => {
  if (kind === 'started' && phase === 'running') die()
})
await agent.start()
