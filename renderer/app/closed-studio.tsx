import { Unplug } from 'lucide-react'
import { useState } from 'react'
import type { EnvironmentName } from '#shared/models/environment.ts'
import { request } from '../bridge.ts'
import { loadStudio, otherEnvironment } from '../state/studio.ts'
import { failureOf } from '../state/follow-snapshot.ts'
import { Button } from '../ui/button.tsx'

interface ClosedStudioProps {
  /** Null when the studio did not even say which one it is. */
  env: EnvironmentName | null
  reason: string | null
}

/** No environment is open: why, and the ways out. */
export function ClosedStudio({ env, reason }: ClosedStudioProps) {
  const [trying, setTrying] = useState<'same' | 'other' | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  const attempt = async (which: 'same' | 'other'): Promise<void> => {
    setTrying(which)
    setProblem(null)
    try {
      if (env === null) await loadStudio()
      else if (which === 'same') await request('studio.reopen', {})
      else await request('studio.switch', { env: otherEnvironment(env) })
    } catch (error) {
      setProblem(failureOf(error).message)
    }
    setTrying(null)
  }

  return (
    <main className="grid h-full place-items-center overflow-y-auto p-6">
      <div className="flex max-w-lg flex-col gap-4">
        <Unplug aria-hidden className="size-8 text-warn" strokeWidth={1.25} />
        <h1 className="text-display font-semibold tracking-tight">
          {env === null ? 'The studio does not answer' : `${env === 'alpha' ? 'Alpha' : 'Prod'} could not be opened`}
        </h1>
        <p className="whitespace-pre-line">{reason ?? 'It gave no reason; its log may say more.'}</p>
        {problem !== null && problem !== reason && (
          <p role="alert" className="whitespace-pre-line text-danger">
            {problem}
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" isBusy={trying === 'same'} onClick={() => void attempt('same')}>
            Try again
          </Button>
          {env !== null && (
            <Button isBusy={trying === 'other'} onClick={() => void attempt('other')}>
              Open {otherEnvironment(env)} instead
            </Button>
          )}
        </div>
      </div>
    </main>
  )
}
