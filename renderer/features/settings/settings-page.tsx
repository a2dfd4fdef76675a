/** Not built yet. */
export function SettingsPage() {
  return <p>SettingsPage</p>
}
