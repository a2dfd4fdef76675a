import type { RenderStatistics } from '#shared/models/queue-state.ts'
import { formatCount } from '#renderer/ui/format.ts'
import { serverLabel, workflowName } from './job-words.ts'
import { charactersPerSecond, failureWords, realTimeFactor, speedWords } from './statistics-words.ts'

const HEAD = 'h-8 px-2 text-left font-normal text-muted whitespace-nowrap'
const CELL = 'h-9 px-2 whitespace-nowrap'
const NUMBER = 'text-right tabular-nums'

/** A line for each server and workflow; the bars compare speeds of sound. */
export function StatisticsTable({ rows }: { rows: readonly RenderStatistics[] }) {
  const fastest = Math.max(0, ...rows.map((row) => realTimeFactor(row) ?? 0))
  return (
    <div className="overflow-x-auto">
      <table className="w-full border-collapse">
        <thead>
          <tr className="border-b border-line text-small">
            <th className={HEAD}>Server</th>
            <th className={HEAD}>Workflow</th>
            <th className={`${HEAD} w-full`}>Speed</th>
            <th className={`${HEAD} text-right`}>Characters a second</th>
            <th className={`${HEAD} text-right`}>Jobs done</th>
            <th className={`${HEAD} text-right`}>Failed tries</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const pace = charactersPerSecond(row)
            return (
              <tr key={`${row.serverName} ${row.workflowId}`} className="border-b border-line">
                <th
                  scope="row"
                  title={serverLabel(row.serverName)}
                  className={`${CELL} max-w-56 truncate text-left font-normal`}
                >
                  {serverLabel(row.serverName)}
                </th>
                <td className={CELL}>{workflowName(row.workflowId)}</td>
                <td className={CELL}>
                  <Speed row={row} fastest={fastest} />
                </td>
                <td className={`${CELL} ${NUMBER}`}>{pace === null ? '' : formatCount(pace)}</td>
                <td className={`${CELL} ${NUMBER}`}>{formatCount(row.jobsDone)}</td>
                <td className={`${CELL} ${NUMBER} ${row.triesFailed === 0 ? 'text-muted' : ''}`}>
                  {failureWords(row)}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}

function Speed({ row, fastest }: { row: RenderStatistics; fastest: number }) {
  const factor = realTimeFactor(row)
  return (
    <span className="flex items-center gap-3">
      <span aria-hidden className="h-1.5 w-24 shrink-0 overflow-hidden rounded-full bg-line max-[1000px]:hidden">
        {factor !== null && (
          <span className="block h-full rounded-full bg-control" style={{ width: `${(factor / fastest) * 100}%` }} />
        )}
      </span>
      <span className="tabular-nums">{speedWords(row)}</span>
    </span>
  )
}
