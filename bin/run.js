#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import module from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

const main = new URL('../dist/main.js', import.meta.url)

/** Start-up budget: asked for its version, pglift loads nothing else and reads no settings. */
function printVersion() {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  console.log(`pglift version ${version}`)
}

/** Compiled code is kept in the user's cache (Node >= 22.1), never in a shared temporary folder. */
function keepCompiledCode() {
  if (process.getuid?.() === 0) return
  module.enableCompileCache?.(
    join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'pglift', 'compiled'),
  )
}

async function start() {
  keepCompiledCode()
  try {
    await import(main.href)
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || error.url !== main.href) throw error
    console.error(`Error: ${main.pathname} is missing: run 'npm run build' first`)
    process.exitCode = 1
  }
}

if (process.argv.length === 3 && process.argv[2] === '--version') printVersion()
else await start()
