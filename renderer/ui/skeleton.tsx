import { classNames } from './class-names.ts'

/** The shape of what is to come; give it a size by classes. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classNames('rounded-control bg-raised', className)} />
}

/** Rows to come. */
export function SkeletonRows({ count = 8 }: { count?: number }) {
  return (
    <div className="flex flex-col gap-2">
      {Array.from({ length: count }, (_, index) => (
        <Skeleton key={index} className="h-7" />
      ))}
    </div>
  )
}
