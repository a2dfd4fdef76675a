import { useRef, useState } from 'react'
import type { EnvironmentName } from '#shared/models/environment.ts'
import type { StudioStatus, SwitchPlan } from '#shared/models/studio.ts'
import { request } from '../bridge.ts'
import { failureOf } from '../state/follow-snapshot.ts'
import { otherEnvironment } from '../state/studio.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/notice.tsx'
import { ProgressLine } from '../ui/progress-line.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { toast } from '../ui/toast.ts'
import { useCommand } from './commands.ts'
import { switchWords } from './switch-words.ts'

interface Intent {
  env: EnvironmentName
  plan: SwitchPlan | null
  isSwitching: boolean
  problem: string | null
}

const MEANING: Record<EnvironmentName, string> = {
  alpha: 'Alpha is for trying things out.',
  prod: 'Prod holds the books that count: what is dangerous there is asked for twice.',
}

/** Says what switching will do, does it, and stays where it is when the other side is broken. */
export function EnvironmentSwitch({ status }: { status: StudioStatus }) {
  const [intent, setIntent] = useState<Intent | null>(null)
  const turn = useRef(0)

  const ask = async (): Promise<void> => {
    const mine = ++turn.current
    const env = otherEnvironment(status.env)
    setIntent({ env, plan: null, isSwitching: false, problem: null })
    try {
      const plan = await request('studio.switchPlan', { env })
      if (mine === turn.current) setIntent({ env, plan, isSwitching: false, problem: plan.problem })
    } catch (error) {
      if (mine === turn.current) setIntent({ env, plan: null, isSwitching: false, problem: failureOf(error).message })
    }
  }
  useCommand('environment.switch', () => void ask())

  const close = (): void => {
    turn.current += 1
    setIntent(null)
  }

  const go = async ({ env, plan }: Intent): Promise<void> => {
    setIntent({ env, plan, isSwitching: true, problem: null })
    try {
      await request('studio.switch', { env })
      close()
      toast.say(`${env.toUpperCase()} is open.`)
    } catch (error) {
      setIntent({ env, plan, isSwitching: false, problem: failureOf(error).message })
    }
  }

  if (intent === null) return null
  const { env, plan, isSwitching, problem } = intent
  return (
    <Dialog
      isOpen
      onClose={isSwitching ? () => undefined : close}
      title={`Switch to ${env}`}
      description={MEANING[env]}
      footer={
        <>
          <Button disabled={isSwitching} onClick={close}>
            Stay in {otherEnvironment(env)}
          </Button>
          <Button
            variant="primary"
            isBusy={isSwitching}
            disabled={plan === null || plan.problem !== null}
            onClick={() => void go(intent)}
          >
            {isSwitching ? `Opening ${env}…` : `Switch to ${env}`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {plan === null && problem === null && <Skeleton className="animate-appear-late h-5" />}
        {plan !== null && <p>{switchWords(plan)}</p>}
        {problem !== null && (
          <Notice tone="danger">
            <span className="whitespace-pre-line">{problem}</span>
          </Notice>
        )}
        {isSwitching && <ProgressLine value={null} label={`Opening ${env}`} />}
      </div>
    </Dialog>
  )
}
