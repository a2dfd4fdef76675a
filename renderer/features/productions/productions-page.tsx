/** Not built yet. */
export function ProductionsPage() {
  return <p>ProductionsPage</p>
}
