import { AlertDialog } from 'radix-ui'
import { useState } from 'react'
import { create } from 'zustand'
import { isProd } from '../state/studio.ts'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'
import { OVERLAY, PANEL } from './dialog.tsx'
import { TextField } from './text-field.tsx'
import { useReturnFocus } from './use-return-focus.ts'

interface Question {
  title: string
  /** What it costs. */
  body: string
  /** What the button does: "Delete title". */
  action: string
  /** What the way back is called where "Cancel" would say two things: "Keep it running". */
  dismissal?: string
  isDangerous?: boolean
  /** Has to be typed before the button works. */
  needsTypedWord?: string
}

interface Asked extends Question {
  id: number
  answer: (isYes: boolean) => void
}

const useQuestion = create<{ asked: Asked | null }>(() => ({ asked: null }))
let questions = 0

/** Asks before something is done that costs; in prod, what is dangerous is asked for twice. */
export function askToConfirm(question: Question): Promise<boolean> {
  useQuestion.getState().asked?.answer(false)
  return new Promise((resolve) => {
    const answer = (isYes: boolean): void => {
      useQuestion.setState({ asked: null })
      resolve(isYes)
    }
    useQuestion.setState({ asked: { ...question, id: ++questions, answer } })
  })
}

/** Where questions appear; goes once into the window. */
export function ConfirmHost() {
  const asked = useQuestion((state) => state.asked)
  const focus = useReturnFocus()
  return (
    <AlertDialog.Root open={asked !== null} onOpenChange={(isOpen) => !isOpen && asked?.answer(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={OVERLAY} />
        <AlertDialog.Content
          data-modal
          className={classNames(PANEL, 'max-w-md p-6')}
          onOpenAutoFocus={focus.remember}
          onCloseAutoFocus={focus.giveBack}
        >
          {asked !== null && <QuestionPanel key={asked.id} asked={asked} />}
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}

function QuestionPanel({
  asked: { title, body, action, dismissal = 'Cancel', isDangerous = false, needsTypedWord, answer },
}: {
  asked: Asked
}) {
  const [word, setWord] = useState('')
  const [isSecondStep, setIsSecondStep] = useState(false)
  const isWordMissing = needsTypedWord !== undefined && word.trim() !== needsTypedWord

  const agree = (clicks: number): void => {
    // The second half of a double click is not a second decision.
    if (isWordMissing || clicks > 1) return
    if (isDangerous && isProd() && !isSecondStep) setIsSecondStep(true)
    else answer(true)
  }

  return (
    <>
      <AlertDialog.Title className="text-title font-semibold">
        {isSecondStep ? 'This is prod: once more' : title}
      </AlertDialog.Title>
      <AlertDialog.Description className="mt-2 text-muted">
        {isSecondStep ? `You are in prod, with the books that count. ${body}` : body}
      </AlertDialog.Description>
      {needsTypedWord !== undefined && !isSecondStep && (
        <TextField className="mt-4" label={`Type “${needsTypedWord}” to go on`} value={word} onChange={setWord} />
      )}
      <div className="mt-6 flex flex-wrap justify-end gap-2">
        <AlertDialog.Cancel asChild>
          <Button>{dismissal}</Button>
        </AlertDialog.Cancel>
        <Button
          variant={isDangerous ? 'danger' : 'primary'}
          disabled={isWordMissing}
          onClick={(event) => agree(event.detail)}
        >
          {isSecondStep ? `Yes, ${action.charAt(0).toLowerCase()}${action.slice(1)}` : action}
        </Button>
      </div>
    </>
  )
}
