import { formatTable } from '../text-table.ts'
import { isMet, type Measurement } from './benchmark.ts'

/** Measurements as lines of a table. */
export function benchTable(measurements: readonly Measurement[]): string[] {
  const columns = [
    { title: 'BENCHMARK' },
    { title: 'WHAT' },
    { title: 'MEASURED', align: 'right' },
    { title: 'UNIT' },
    { title: 'TARGET' },
    { title: '' },
    { title: 'FIGURES', maxWidth: 80 },
  ] as const
  const rows = measurements.map((measurement) => {
    const { benchmark, name, value, unit, target, details } = measurement
    const figures = Object.entries(details).map(([key, figure]) => `${key} ${formatFigure(figure)}`)
    return [
      benchmark,
      name,
      formatFigure(value),
      unit,
      target === null ? '' : `${target.comparison} ${formatFigure(target.value)}`,
      { true: 'met', false: 'missed', null: '' }[String(isMet(measurement)) as 'true' | 'false' | 'null'],
      figures.join(', '),
    ]
  })
  return formatTable(columns, rows)
}

/** Four digits say what a measurement is worth. */
function formatFigure(figure: number): string {
  return figure.toLocaleString('en-US', figure >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 4 })
}
