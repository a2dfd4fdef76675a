import { useEffect, useRef } from 'react'
import { COMMANDS, type CommandId } from '#shared/models/command.ts'

/** What carries out each command now; the latest comer has it. */
const runners = new Map<CommandId, (() => void)[]>()
/** Is on its way to the page that carries it out. */
let awaited: CommandId | null = null

/** Says what a command does while the component is mounted. */
export function useCommand(id: CommandId, run: () => void): void {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    const runner = (): void => latest.current()
    runners.set(id, [...(runners.get(id) ?? []), runner])
    if (awaited === id) {
      awaited = null
      runner()
    }
    return () => {
      runners.set(id, runners.get(id)?.filter((other) => other !== runner) ?? [])
    }
  }, [id])
}

/** Carries a command out, if anybody does just now. */
export function runCommand(id: CommandId): void {
  runners.get(id)?.at(-1)?.()
}

/** Carries a command out as soon as a component comes that says what it does. */
export function runOnArrival(id: CommandId): void {
  awaited = id
}

/** Whether somebody carries the command out just now. */
export function canRunCommand(id: CommandId): boolean {
  return (runners.get(id)?.length ?? 0) > 0
}

export function isCommandId(id: string): id is CommandId {
  return COMMANDS.some((command) => command.id === id)
}

/** The keys of a command, for a tooltip beside its button. */
export function shortcutOf(id: CommandId): string | undefined {
  return COMMANDS.find((command) => command.id === id)?.shortcut ?? undefined
}
