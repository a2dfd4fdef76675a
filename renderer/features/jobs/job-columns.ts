/** The columns of the queue; the less needed ones go first where there is little room. */
export const JOB_COLUMNS = [
  { id: 'label', name: 'Job', className: 'min-w-0 grow' },
  { id: 'type', name: 'Type', className: 'w-16 shrink-0 @max-2xl:hidden' },
  { id: 'workflow', name: 'Workflow', className: 'w-24 shrink-0 @max-4xl:hidden' },
  { id: 'priority', name: 'Priority', className: 'w-22 shrink-0' },
  { id: 'tries', name: 'Tries', className: 'w-14 shrink-0 @max-3xl:hidden' },
  { id: 'server', name: 'Server', className: 'w-28 shrink-0 @max-3xl:hidden' },
  { id: 'started', name: 'Started', className: 'w-28 shrink-0 @max-2xl:hidden' },
  { id: 'took', name: 'Took', className: 'w-16 shrink-0 text-right @max-lg:hidden' },
] as const

export type JobColumn = (typeof JOB_COLUMNS)[number]['id']
