import { groupMissing } from '#shared/models/missing-parts.ts'
import type { MissingPart } from '#shared/models/workflow-card.ts'
import { CopyText } from '#renderer/ui/copy-text.tsx'

/** What a server lacks, by what has to be fetched: packs with where they are kept, then nodes, models and choices. */
export function MissingParts({ missing }: { missing: readonly MissingPart[] }) {
  const { packs, nodes, models, choices, labels } = groupMissing(missing)
  return (
    <ul className="m-0 flex list-none flex-col gap-2 p-0">
      {packs.map(({ pack, nodes: own }) => (
        <li key={pack.name}>
          <p>
            Node pack <strong className="font-semibold">{pack.name}</strong>
            <span className="text-muted"> with {own.join(', ')}</span>
          </p>
          {pack.repository !== null && <CopyText text={`https://github.com/${pack.repository}`} />}
        </li>
      ))}
      {nodes.length > 0 && (
        <li>
          {nodes.length === 1 ? 'Node' : 'Nodes'} <strong className="font-semibold">{nodes.join(', ')}</strong>
          <span className="text-muted">, of a newer ComfyUI or of a pack that the studio does not know</span>
        </li>
      )}
      {models.map((name) => (
        <li key={name} className="min-w-0 break-words">
          Model <strong className="font-semibold">{name}</strong>
        </li>
      ))}
      {choices.map((name) => (
        <li key={name}>
          The choice <strong className="font-semibold">{name}</strong>
          <span className="text-muted">, which the server does not offer</span>
        </li>
      ))}
      {labels.map((name) => (
        <li key={name}>
          The label <strong className="font-semibold">{name}</strong>
          <span className="text-muted">, which the workflow asks for</span>
        </li>
      ))}
    </ul>
  )
}
