import { spawnSync } from 'node:child_process'

/**
 * Runs a program to its end and returns its standard output. `quiet` keeps its output back unless it fails.
 * Throws an Error that names the command, its status and, when quiet, what it said last.
 */
export function run(command, args, { quiet = true, ...options } = {}) {
  const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit']
  const result = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio,
    ...options,
  })
  if (result.error) throw new Error(`cannot run ${command}: ${result.error.message}`)
  if (result.status !== 0) {
    const said = `${result.stdout ?? ''}${result.stderr ?? ''}`.trim().split('\n').slice(-8).join('\n')
    throw new Error(`${[command, ...args].join(' ')}: status ${result.status ?? result.signal}\n${said}`)
  }
  return result.stdout ?? ''
}

/** Whether a program runs and ends with status 0. */
export function succeeds(command, args, options = {}) {
  return spawnSync(command, args, { stdio: 'ignore', ...options }).status === 0
}
