/** Not built yet. */
export function NarratorsPage() {
  return <p>NarratorsPage</p>
}
