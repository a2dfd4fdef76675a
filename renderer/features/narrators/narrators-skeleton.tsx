import { Skeleton } from '#renderer/ui/skeleton.tsx'

/** Cards to come. */
export function NarratorsSkeleton() {
  return (
    <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,22rem),1fr))] gap-4">
      {[0, 1, 2, 3].map((place) => (
        <Skeleton key={place} className="h-56" />
      ))}
    </div>
  )
}
