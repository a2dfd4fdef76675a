import type { GraphInspection } from '#shared/models/workflow-card.ts'
import { Facts } from '#renderer/ui/facts.tsx'
import { pluralise } from '#renderer/ui/format.ts'
import { useServerNames } from './use-server-names.ts'
import { WorkflowFits } from './workflow-fits.tsx'
import { typeWord } from './workflow-words.ts'

/** What the studio understands of a graph, and where it could run. */
export function ImportSummaryStep({ inspection }: { inspection: GraphInspection }) {
  const { nodes, suggestedType, packs, candidates, fits } = inspection
  const names = useServerNames()
  const suggested = candidates.filter(({ suggestedName }) => suggestedName !== null).length
  return (
    <div className="flex flex-col gap-6">
      <Facts
        facts={[
          { label: 'Makes', value: typeWord(suggestedType) },
          { label: 'Nodes', value: pluralise(nodes, 'node') },
          {
            label: 'Node packs',
            value: packs.length === 0 ? 'None: ComfyUI has all of it' : packs.map(({ name }) => name).join(', '),
          },
          { label: 'Inputs', value: `${pluralise(suggested, 'input')} found` },
        ]}
      />
      <section aria-label="Where it can run">
        <h3 className="mb-2 text-small text-muted">Where it can run</h3>
        <WorkflowFits fits={fits} names={names} />
      </section>
    </div>
  )
}
