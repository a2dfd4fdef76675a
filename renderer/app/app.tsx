/** The window. */
export function App() {
  return <main>E3 Studio</main>
}
