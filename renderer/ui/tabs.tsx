import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

interface TabsProps<Id extends string> {
  label: string
  /** `badge` is a count beside the name. */
  tabs: readonly { id: Id; label: string; badge?: string | undefined; content: ReactNode }[]
  value: Id
  onChange: (id: Id) => void
  className?: string
}

/** The sides of one thing; only the chosen one is built. */
export function Tabs<Id extends string>({ label, tabs, value, onChange, className }: TabsProps<Id>) {
  return (
    <Radix.Root
      value={value}
      className={classNames('flex min-h-0 flex-col', className)}
      onValueChange={(next) => onChange(next as Id)}
    >
      <Radix.List
        aria-label={label}
        className="flex shrink-0 gap-1 overflow-x-auto overflow-y-hidden shadow-[inset_0_-1px_0_var(--color-line)]"
      >
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.id}
            value={tab.id}
            className="flex h-9 cursor-default items-center gap-1.5 border-b-2 border-transparent px-3 whitespace-nowrap text-muted transition-colors duration-150 -outline-offset-2! hover:text-text data-[state=active]:border-ember data-[state=active]:text-text"
          >
            {tab.label}
            {tab.badge !== undefined && <span className="text-small text-muted">{tab.badge}</span>}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.id} value={tab.id} className="min-h-0 grow pt-4 outline-offset-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
