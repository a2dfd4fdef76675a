import { cutToWidth, padToWidth, printable, textWidth } from './text-width.ts'

export interface Column {
  title: string
  align?: 'left' | 'right'
  /** Longer cells are cut; 48 when left out. */
  maxWidth?: number
}

const MAX_WIDTH = 48
const GAP = '  '

/** A table as lines: headings, then one line a row; no rows give no lines. */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return []
  const cells = [columns.map(({ title }) => title), ...rows].map((row) =>
    columns.map(({ maxWidth = MAX_WIDTH }, index) => cutToWidth(printable(row[index] ?? ''), maxWidth)),
  )
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => textWidth(row[index] ?? ''))))
  return cells.map((row) =>
    columns
      .map(({ align }, index) => padToWidth(row[index] ?? '', widths[index] ?? 0, align))
      .join(GAP)
      .trimEnd(),
  )
}

/** Names and values below each other. */
export function formatFields(fields: readonly (readonly [name: string, value: string])[]): string[] {
  const width = Math.max(...fields.map(([name]) => textWidth(name)))
  return fields.map(([name, value]) => `${padToWidth(name, width)}${GAP}${printable(value)}`.trimEnd())
}
