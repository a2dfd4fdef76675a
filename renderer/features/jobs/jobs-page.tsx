/** Not built yet. */
export function JobsPage() {
  return <p>JobsPage</p>
}
