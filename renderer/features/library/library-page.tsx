/** Not built yet. */
export function LibraryPage() {
  return <p>LibraryPage</p>
}
