import { Mic } from 'lucide-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { COMMANDS, type CommandId } from '#shared/models/command.ts'
import type { EnvironmentName } from '#shared/models/environment.ts'
import type { NarratorCard } from '#shared/models/narrator-card.ts'
import type { TitleCard } from '#shared/models/title-card.ts'
import { useNarrators } from '../state/narrators.ts'
import { useTitles } from '../state/titles.ts'
import { CommandDialog, type CommandGroup, type CommandItem } from '../ui/command-dialog.tsx'
import { Cover } from '../ui/cover.tsx'
import { COMMAND_ICONS } from './command-icons.ts'
import { canRunCommand, runCommand, useCommand } from './commands.ts'
import { matchWords } from './match-words.ts'
import { recentIds, remember, type RecentId } from './recent.ts'
import { useFoundTitles } from './use-found-titles.ts'

const MOST_NARRATORS = 4
const NEVER_LISTED: readonly CommandId[] = ['palette.open']

/** Finds titles, narrators and commands while one types. */
export function Palette({ env }: { env: EnvironmentName }) {
  const [isOpen, setIsOpen] = useState(false)
  useCommand('palette.open', () => setIsOpen(true))
  return isOpen && <OpenPalette env={env} onClose={() => setIsOpen(false)} />
}

function OpenPalette({ env, onClose }: { env: EnvironmentName; onClose: () => void }) {
  const [text, setText] = useState('')
  const [, navigate] = useLocation()
  const titles = useTitles(({ items }) => items)
  const narrators = useNarrators(({ items }) => items)
  const found = useFoundTitles(text)

  const item = (id: RecentId, shown: Omit<CommandItem, 'id' | 'onSelect'>, run: () => void): CommandItem => ({
    id,
    ...shown,
    onSelect: () => {
      remember(env, id)
      run()
    },
  })
  const titleItem = (card: TitleCard): CommandItem =>
    item(
      `title:${card.bookId}`,
      {
        label: card.title,
        detail: card.author,
        isBook: true,
        picture: <Cover bookId={card.bookId} version={card.coverVersion} title="" size="poster" className="size-8" />,
      },
      () => navigate(`/title/${card.bookId}`),
    )
  const narratorItem = ({ narratorId, name, voiceModelLabel }: NarratorCard): CommandItem =>
    item(`narrator:${narratorId}`, { label: name, detail: voiceModelLabel, icon: Mic }, () => navigate('/narrators'))
  const commandItem = ({ id, label, menu, shortcut }: (typeof COMMANDS)[number]): CommandItem =>
    item(
      `command:${id}`,
      {
        label: menu === 'Go' && id !== 'go.back' ? `Go to ${label}` : label,
        icon: COMMAND_ICONS[id],
        shortcut: shortcut ?? undefined,
      },
      () => runCommand(id),
    )

  const commands = COMMANDS.filter(({ id }) => !NEVER_LISTED.includes(id) && canRunCommand(id))

  const recent = (): CommandItem[] =>
    recentIds(env).flatMap((id) => {
      const key = id.slice(id.indexOf(':') + 1)
      if (id.startsWith('title:')) return [...maybe(titles.get(key))].map(titleItem)
      if (id.startsWith('narrator:')) return [...maybe(narrators.get(key))].map(narratorItem)
      return commands.filter((command) => command.id === key).map(commandItem)
    })

  const groupsOf = (): CommandGroup[] => {
    if (text.trim() === '') {
      const latest = recent()
      const known = new Set(latest.map(({ id }) => id))
      return [
        { heading: 'Recent', items: latest },
        { heading: 'Commands', items: commands.map(commandItem).filter(({ id }) => !known.has(id)) },
      ]
    }
    const fitting = <Thing,>(things: Iterable<Thing>, nameOf: (thing: Thing) => string): Thing[] =>
      [...things]
        .map((thing) => ({ thing, fit: matchWords(text, nameOf(thing)) }))
        .filter(({ fit }) => fit > 0)
        .sort((a, b) => b.fit - a.fit)
        .map(({ thing }) => thing)
    return [
      { heading: 'Titles', items: found.map(titleItem) },
      {
        heading: 'Narrators',
        items: fitting(narrators.values(), ({ name }) => name)
          .slice(0, MOST_NARRATORS)
          .map(narratorItem),
      },
      { heading: 'Commands', items: fitting(commands, ({ label, menu }) => `${label} ${menu}`).map(commandItem) },
    ]
  }

  return (
    <CommandDialog
      isOpen
      onClose={onClose}
      label="Search titles, narrators and commands"
      placeholder="Search titles, narrators, commands"
      text={text}
      onTextChange={setText}
      groups={groupsOf().filter(({ items }) => items.length > 0)}
      emptyText={`Nothing fits “${text.trim()}”.`}
    />
  )
}

function maybe<Thing>(thing: Thing | undefined): Thing[] {
  return thing === undefined ? [] : [thing]
}
