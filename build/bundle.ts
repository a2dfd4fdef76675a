import { fileURLToPath } from 'node:url'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { build, type InlineConfig } from 'vite'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The window's page; Electron 25, which runs the tests where no other is to be had, is Chromium 114. */
const renderer: InlineConfig = {
  root: `${root}/renderer`,
  base: './',
  configFile: false,
  logLevel: 'warn',
  plugins: [react(), tailwind()],
  build: { outDir: `${root}/dist/renderer`, emptyOutDir: true, target: 'chrome114', assetsInlineLimit: 0 },
}

await build(renderer)
