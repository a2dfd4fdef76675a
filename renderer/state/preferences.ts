import { create } from 'zustand'

export const THEMES = ['system', 'dark', 'light'] as const
export type Theme = (typeof THEMES)[number]

interface Preferences {
  theme: Theme
  isRailCollapsed: boolean
}

const KEY = 'e3.preferences'
const FIRST: Preferences = { theme: 'dark', isRailCollapsed: false }

/** What was kept last time; whatever does not fit counts as not kept. */
function kept(): Preferences {
  try {
    const value = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Record<keyof Preferences, unknown>>
    return {
      theme: THEMES.find((theme) => theme === value.theme) ?? FIRST.theme,
      isRailCollapsed: value.isRailCollapsed === true,
    }
  } catch {
    return FIRST
  }
}

/** How this window likes to look; kept in this browser or desktop profile. */
export const usePreferences = create<Preferences>(() => kept())

export function setPreference(change: Partial<Preferences>): void {
  usePreferences.setState(change)
  localStorage.setItem(KEY, JSON.stringify(usePreferences.getState()))
}

const systemLight = matchMedia('(prefers-color-scheme: light)')

/** The theme that is shown now. */
export function shownTheme(theme: Theme): 'dark' | 'light' {
  if (theme !== 'system') return theme
  return systemLight.matches ? 'light' : 'dark'
}

/** Keeps the document in the chosen theme; call it once, before the first paint. */
export function applyTheme(): void {
  const apply = (): void => {
    document.documentElement.dataset.theme = shownTheme(usePreferences.getState().theme)
  }
  usePreferences.subscribe(apply)
  systemLight.addEventListener('change', apply)
  apply()
}
