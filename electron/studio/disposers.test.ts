import { expect, it } from 'vitest'
import { Disposers } from './disposers.ts'

it('undoes everything in reverse, whatever fails or hangs, and tells the first failure', async () => {
  const disposers = new Disposers()
  const undone: string[] = []
  disposers.defer(() => void undone.push('database'))
  disposers.defer(() => new Promise(() => undefined), 1)
  disposers.defer(() => {
    undone.push('agent')
    throw new Error('The agent would not stop')
  })
  disposers.defer(async () => {
    await Promise.resolve()
    undone.push('productions')
  })
  await expect(disposers.close()).rejects.toThrow('The agent would not stop')
  expect(undone).toEqual(['productions', 'agent', 'database'])
  await disposers.close()
  expect(undone).toHaveLength(3)
})
