#!/usr/bin/env node
import module from 'node:module'
import { runCommandLine } from './cli/run-command-line.ts'

// A short command spends half of its time on compiling; Nodes before 22 keep nothing of it.
;(module as Partial<typeof module>).enableCompileCache?.()

// A reader that has seen enough (`e3 titles | head -1`) closes the pipe: no failure of ours.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}

process.exitCode = await runCommandLine(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  processEnv: process.env,
})
