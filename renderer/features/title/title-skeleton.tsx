import { Skeleton, SkeletonRows } from '#renderer/ui/skeleton.tsx'

/** The page to come. */
export function TitleSkeleton() {
  return (
    <div className="grid grid-cols-[20rem_minmax(0,1fr)] gap-8 max-[1100px]:grid-cols-[14rem_minmax(0,1fr)]">
      <Skeleton className="aspect-square" />
      <SkeletonRows count={10} />
    </div>
  )
}
