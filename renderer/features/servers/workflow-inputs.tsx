import type { WorkflowInput } from '#shared/models/workflow-card.ts'
import { ScrollArea } from '#renderer/ui/scroll-area.tsx'
import { inputWord, valueWords } from './input-words.ts'

const CELL = 'py-2 pr-4 text-left align-top'

/** What jobs may give to a workflow, where it goes, and what holds without it. */
export function WorkflowInputs({ inputs }: { inputs: readonly WorkflowInput[] }) {
  if (inputs.length === 0) return <p className="text-muted">Jobs change nothing in it: it runs as it is.</p>
  return (
    <ScrollArea className="overflow-x-auto" role="region" aria-label="Inputs">
      <table className="w-full min-w-md border-collapse">
        <thead>
          <tr className="text-small text-muted shadow-[inset_0_-1px_0_var(--color-line)]">
            {['Input', 'Goes to', 'Without it'].map((heading) => (
              <th key={heading} scope="col" className={`${CELL} font-normal`}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {inputs.map(({ name, node, classType, input, isRequired, default: value, markup }) => (
            <tr key={name} className="shadow-[inset_0_-1px_0_var(--color-line)]">
              <th scope="row" className={`${CELL} font-normal`}>
                {inputWord(name)}
                {isRequired && <span className="text-small text-muted"> · needed</span>}
                {markup !== null && <span className="block font-mono text-small text-muted">{markup}</span>}
              </th>
              <td className={CELL}>
                {classType}
                <span className="block text-small text-muted">
                  {input}, node {node}
                </span>
              </td>
              <td className={`${CELL} max-w-64 break-words text-muted`}>{valueWords(value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  )
}
