import { startEngine } from '#electron/engine/engine.ts'
import { meteredNode } from './bench-nodes.ts'
import type { FarmMessage } from './farm-server.ts'

/** One server of the farm as a process of its own, which can be killed; it tells where it listens and of each run. */
const [dataDir = '', port = '', promptMs = ''] = process.argv.slice(2)
const tell = (message: FarmMessage) => process.send?.(message)

const node = meteredNode(Number(promptMs), ({ seed, startMs, endMs }) => tell({ seed, busyMs: endMs - startMs }))
const { url } = await startEngine({ dataDir, port: Number(port), workers: 0, extraNodes: [node] })
tell({ url })
