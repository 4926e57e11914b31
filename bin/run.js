#!/usr/bin/env node
// A CommonJS module (package.json beside it): for --version Node needn't start its loader of ES modules, which takes
// a quarter of a bare Node's time.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { pathToFileURL } = require('node:url')

const root = join(__dirname, '..')

/** Start-up budget: asked for its version, pglift loads nothing else and reads no settings. */
function printVersion() {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  console.log(`pglift version ${version}`)
}

/** Compiled code is kept in the user's cache (Node >= 22.1), never in a shared temporary folder. */
function keepCompiledCode() {
  if (process.getuid?.() === 0) return
  const { homedir } = require('node:os')
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache')
  require('node:module').enableCompileCache?.(join(cache, 'pglift', 'compiled'))
}

async function start() {
  keepCompiledCode()
  const main = pathToFileURL(join(root, 'dist/main.js')).href
  try {
    await import(main)
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || error.url !== main) throw error
    console.error(`Error: ${join(root, 'dist/main.js')} is missing: run 'npm run build' first`)
    process.exitCode = 1
  }
}

if (process.argv.length === 3 && process.argv[2] === '--version') printVersion()
else void start()
