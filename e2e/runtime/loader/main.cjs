// Loader for an Electron distribution that was packed with an application and so has no default_app.asar:
//   electron [-r MODULE]... [--switches] PATH-TO-APP [arguments]
// It does what Electron's own loader does for a path, and no more. Without it Electron exits with 1 and no message.
const { app } = require('electron')
const Module = require('node:module')
const path = require('node:path')
const fs = require('node:fs')

/** Splits the command line into the modules to load first and the application's path. */
function readArguments(args) {
  const required = []
  for (let i = 0; i < args.length; i += 1) {
    if (args[i] === '-r' || args[i] === '--require') {
      i += 1
      required.push(args[i])
    } else if (!args[i].startsWith('-')) {
      return { required, target: path.resolve(args[i]) }
    }
  }
  return { required, target: null }
}

/** Tells Electron name, version and folder of the application, and returns its main file. */
function adopt(target) {
  if (!fs.statSync(target).isDirectory()) {
    app.setAppPath(path.dirname(target))
    return target
  }
  const manifest = JSON.parse(fs.readFileSync(path.join(target, 'package.json'), 'utf8'))
  if (manifest.version) app.setVersion(manifest.version)
  const name = manifest.productName || manifest.name
  if (name) app.setName(name)
  app.setAppPath(target)
  return path.join(target, manifest.main || 'index.js')
}

const { required, target } = readArguments(process.argv.slice(1))
if (target === null) {
  console.error('usage: electron [-r MODULE]... [--switches] PATH-TO-APP [arguments]')
  process.exit(1)
}
if (!fs.existsSync(target)) {
  console.error(`electron: no application at ${target}`)
  process.exit(1)
}
process.defaultApp = true
// Playwright hands its own loader in by -r, and it must be in place before the application starts.
Module._preloadModules(required)
Module._load(adopt(target), Module, true)
