import { useState } from 'react'
import type { JobRow } from '#shared/models/job-row.ts'
import { PRIORITY } from '#shared/models/job.ts'
import { Button } from '#renderer/ui/button.tsx'
import { Dialog } from '#renderer/ui/dialog.tsx'
import { NumberField } from '#renderer/ui/number-field.tsx'

interface PriorityDialogProps {
  row: JobRow
  onChoose: (priority: number) => void
  onClose: () => void
}

/** Any priority, for those who want more than first and last. */
export function PriorityDialog({ row, onChoose, onClose }: PriorityDialogProps) {
  const [priority, setPriority] = useState<number | null>(row.priority)
  const isFitting =
    priority !== null && Number.isInteger(priority) && priority >= PRIORITY.min && priority <= PRIORITY.max
  const choose = (): void => {
    if (!isFitting) return
    onChoose(priority)
    onClose()
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title="Priority"
      description={row.label}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={!isFitting} onClick={choose}>
            Set priority
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          choose()
        }}
      >
        <NumberField
          label="Priority"
          value={priority}
          onChange={setPriority}
          min={PRIORITY.min}
          max={PRIORITY.max}
          hint={`Lower runs first: ${PRIORITY.min} is God Mode, ${PRIORITY.default} is usual.`}
          error={isFitting ? null : `A whole number from ${PRIORITY.min} to ${PRIORITY.max}.`}
        />
      </form>
    </Dialog>
  )
}
