import type { EnvironmentName } from '#shared/models/environment.ts'
import { ProgressLine } from '../ui/progress-line.tsx'

/** While the studio opens; a quick one is not announced. */
export function OpeningStudio({ env }: { env: EnvironmentName | null }) {
  const words = env === null ? 'Opening the studio…' : `Opening ${env}…`
  return (
    <main className="animate-appear-late grid h-full place-items-center">
      <div className="flex w-56 flex-col gap-3 text-center">
        <h1 className="font-serif text-title">E3 Studio</h1>
        <ProgressLine value={null} label={words} />
        <p role="status" className="text-muted">
          {words}
        </p>
      </div>
    </main>
  )
}
