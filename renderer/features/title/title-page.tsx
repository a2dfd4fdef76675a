/** Not built yet. */
export function TitlePage({ bookId }: { bookId: string }) {
  return <p>{bookId}</p>
}
