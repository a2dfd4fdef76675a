/** Not built yet. */
export function ProductionPage({ id }: { id: number }) {
  return <p>{id}</p>
}
