import { useLocation } from 'wouter'
import { setPreference, shownTheme, usePreferences } from '../state/preferences.ts'
import { closePlayer, seekBy, togglePlay } from '../state/player.ts'
import { toggleQueue } from '../state/queue-actions.ts'
import { runOnArrival, useCommand } from './commands.ts'

/** The commands that work on every page; those of a page go there first. */
export function useFrameCommands(): void {
  const [, navigate] = useLocation()
  useCommand('go.library', () => navigate('/library'))
  useCommand('go.narrators', () => navigate('/narrators'))
  useCommand('go.productions', () => navigate('/productions'))
  useCommand('go.jobs', () => navigate('/jobs'))
  useCommand('go.servers', () => navigate('/servers'))
  useCommand('go.workflows', () => navigate('/servers/workflows'))
  useCommand('go.settings', () => navigate('/settings'))
  useCommand('go.back', () => history.back())
  useCommand('theme.toggle', () =>
    setPreference({ theme: shownTheme(usePreferences.getState().theme) === 'dark' ? 'light' : 'dark' }),
  )
  useCommand('queue.toggle', () => void toggleQueue())
  useCommand('player.toggle', togglePlay)
  useCommand('player.back', () => seekBy(-10))
  useCommand('player.forward', () => seekBy(10))
  useCommand('player.close', closePlayer)
  useCommand('jobs.addFile', () => {
    runOnArrival('jobs.addFile')
    navigate('/jobs')
  })
  useCommand('workflows.import', () => {
    runOnArrival('workflows.import')
    navigate('/servers/workflows')
  })
  useCommand('jobs.retryFailed', () => {
    runOnArrival('jobs.retryFailed')
    navigate('/jobs')
  })
  useCommand('narrators.create', () => {
    runOnArrival('narrators.create')
    navigate('/narrators')
  })
}
