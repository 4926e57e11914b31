import { run, succeeds } from './run.mjs'

const isRoot = process.getuid() === 0
let updated = false

/** Whether this machine has apt and lets us install with it. */
export function mayInstall() {
  return isRoot && succeeds('apt-get', ['--version'])
}

/** `apt-get update`, once a run, where we may. */
export function aptUpdate() {
  if (updated || !mayInstall()) return
  run('apt-get', ['update', '-qq'])
  updated = true
}

/** Installs Debian packages; throws what apt said. */
export function aptInstall(...packages) {
  aptUpdate()
  console.log(`setup: apt-get install ${packages.join(' ')}`)
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    // RUNLEVEL: no package is to start its service (invoke-rc.d).
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' },
  })
}

/** Address of the Debian mirror that this machine is configured for; undefined when it has none. */
export function debianMirror() {
  const rows = run('apt-get', ['indextargets', '--format', '$(ORIGIN)|$(LABEL)|$(SITE)']).split('\n')
  return rows.find((row) => row.startsWith('Debian|Debian|'))?.split('|')[2]
}
