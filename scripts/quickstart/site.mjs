import { chmodSync, chownSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, dirname, join } from 'node:path'
import { reachableNode, readableCheckout, SYSTEM_PATH } from '../test/account.mjs'
import { ROOT } from '../tree.mjs'
import { pglift, pgliftJson, recoverInterrupted } from './pglift.mjs'
import { quote } from './shell.mjs'

/** Names of all that is made. */
const INSTANCE = 'main'
const ROLE = 'app'
const DATABASE = 'app'

const PORTS = { first: 5432, last: 5531 }

/** Only the instance's user can enter the folder of its socket, so that connections through it are trusted. */
function settings({ site, record: { servers, major } }) {
  const versions = Object.entries(servers).map(([version, bindir]) => ({ version, bindir }))
  return `# Written by ./quickstart; it is never written again: change it at will.
prefix: ${JSON.stringify(site)}
run_prefix: ${JSON.stringify(join(site, 'run'))}
postgresql:
  bindir: null
  versions:
${versions.map((one) => `    - { version: "${one.version}", bindir: ${JSON.stringify(one.bindir)} }`).join('\n')}
  default_version: "${major}"
  auth:
    local: trust
    host: scram-sha-256
    hostssl: scram-sha-256
    passfile: ${JSON.stringify(join(site, 'pgpass'))}
`
}

/** The command that knows the site: root becomes its user, and nothing of another site's configuration gets in. */
function command({ directory, site }, user, node, checkout) {
  const path = [dirname(node), ...SYSTEM_PATH].join(delimiter)
  const home = user.home !== '' && existsSync(user.home) ? user.home : site
  return `#!/bin/sh
# Written by ./quickstart: pglift on the site ${site}.
directory=${quote(directory)}
if [ "$(id -u)" -eq 0 ] && [ ${user.uid} -ne 0 ]; then
  exec setpriv --reuid ${user.uid} --regid ${user.gid} --init-groups env -i HOME=${quote(home)} PATH=${quote(path)} \\
    LANG="\${LANG-C.UTF-8}" TERM="\${TERM-dumb}" EDITOR="\${EDITOR-}" "$directory/bin/pglift" "$@"
fi
if [ "$(id -u)" -ne ${user.uid} ]; then
  echo "Error: this pglift is that of user ${user.name}: run it as that user, or as root" >&2
  exit 1
fi
for name in $(env | sed -n 's/^\\([Pp][Gg][Ll][Ii][Ff][Tt]_[A-Za-z0-9_]*\\)=.*/\\1/p'); do unset "$name"; done
export PGLIFT_CONFIG_DIR="$directory/site/etc" PGLIFT_DATA_DIR="$directory/site/plugins"
export PGLIFT_CACHE_DIR="$directory/site/cache" XDG_CACHE_HOME="$directory/site/cache"
# PostgreSQL's programs complain of a working directory that they cannot enter.
cd "$(pwd -P)" 2>/dev/null || cd "$directory/site" || exit 1
exec ${quote(node)} ${quote(join(checkout, 'bin/run.js'))} "$@"
`
}

/** Writes the site's settings, once, and the command, each time: the checkout may have moved. */
export function writeSite(place, user) {
  const checkout = readableCheckout(ROOT, join(place.directory, 'checkout'), user)
  const node = reachableNode(join(place.directory, 'node/node'), user)
  const file = join(place.configuration, 'settings.yaml')
  if (!existsSync(file)) {
    mkdirSync(place.configuration, { recursive: true, mode: 0o755 })
    writeFileSync(file, settings(place), { flag: 'wx', mode: 0o644 })
    for (const path of [place.configuration, file]) chownSync(path, user.uid, user.gid)
  }
  mkdirSync(dirname(place.command), { recursive: true, mode: 0o755 })
  writeFileSync(place.command, command(place, user, node, checkout))
  chmodSync(place.command, 0o755)
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)))
  })
}

async function freePort() {
  for (let port = PORTS.first; port <= PORTS.last; port += 1) if (await isFree(port)) return port
  throw new Error(`no free TCP port from ${PORTS.first} to ${PORTS.last}`)
}

const named = (list, name) => list.find((item) => item.name === name)

/**
 * Installs the site and makes the instance, a role and a database where they are missing; starts the instance. Returns
 * it as `instance list -o json` has it.
 */
export async function makeInstance(place) {
  pglift(place, ['site-configure', 'install'])
  recoverInterrupted(place)
  const before = named(pgliftJson(place, ['instance', 'list']), INSTANCE)
  if (before === undefined)
    pglift(place, ['instance', 'create', INSTANCE, '--port', String(await freePort())])
  else {
    console.log(`quickstart: instance ${before.version}/${before.name} is there already, ${before.status}`)
    if (before.status !== 'running') pglift(place, ['instance', 'start', INSTANCE])
  }
  const present = (topic, name) =>
    named(pgliftJson(place, [topic, '-i', INSTANCE, 'list']), name) !== undefined
  if (present('role', ROLE)) console.log(`quickstart: role ${ROLE} is there already`)
  else pglift(place, ['role', '-i', INSTANCE, 'create', ROLE, '--login'])
  if (present('database', DATABASE)) console.log(`quickstart: database ${DATABASE} is there already`)
  else pglift(place, ['database', '-i', INSTANCE, 'create', DATABASE, '--owner', ROLE])
  pglift(place, ['instance', 'list'])
  return { ...named(pgliftJson(place, ['instance', 'list']), INSTANCE), role: ROLE, database: DATABASE }
}
