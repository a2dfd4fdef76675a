import './ui/tokens.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { connectAll } from './state/connect-all.ts'
import { applyTheme } from './state/preferences.ts'

const root = document.getElementById('root')
if (root !== null) {
  applyTheme()
  connectAll()
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
