/** Not built yet. */
export function ServersPage() {
  return <p>ServersPage</p>
}
