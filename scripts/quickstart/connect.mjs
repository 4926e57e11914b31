import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { SYSTEM_PATH, userCan } from '../test/account.mjs'
import { pglift } from './pglift.mjs'
import { quote } from './shell.mjs'

const PROOF = 'SELECT version()'

/** A psql that works: the server's own, or any other; undefined where there is none (npm ships none). */
function findPsql({ record: { servers, major } }, user) {
  const candidates = [servers[major], ...SYSTEM_PATH].map((folder) => join(folder, 'psql'))
  return candidates.find((psql) => userCan(user, psql, '--version'))
}

function conninfo({ site }, { port, role, database }) {
  const value = (text) => (/[\s'\\]/.test(text) ? `'${text.replace(/(['\\])/g, '\\$1')}'` : text)
  return `host=${value(join(site, 'run/postgresql'))} port=${port} user=${role} dbname=${database}`
}

function uri({ site }, { port, role, database }) {
  const host = encodeURIComponent(join(site, 'run/postgresql')).replaceAll('%2F', '/')
  return `postgresql://${role}@/${database}?host=${host}&port=${port}`
}

/**
 * Connects to the database in the way that users will be told of, and returns that way: a command line. Throws when
 * it does not work.
 */
export function proveConnection(place, user, instance) {
  const psql = findPsql(place, user)
  if (psql === undefined) {
    pglift(place, ['database', '-i', instance.name, 'run', '-d', instance.database, PROOF])
    return `pglift --non-interactive database -i ${instance.name} run -d ${instance.database} ${quote(PROOF)}`
  }
  const become = user.prefix.length > 0 ? ['runuser', '-u', user.name, '--'] : []
  const line = [...become, psql, conninfo(place, instance)].map(quote).join(' ')
  console.log(`\n$ ${line} -c ${quote(PROOF)}`)
  const [program, ...args] = [...user.prefix, psql, conninfo(place, instance), '-X', '-c', PROOF]
  const options = { cwd: '/', stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, PAGER: '' } }
  const { status } = spawnSync(program, args, options)
  if (status !== 0) throw new Error(`${psql} does not reach the instance`)
  return line
}

const SERVER_ONLY = `
npm ships the server only. What needs client programs (psql, dumps, standbys, upgrades)
works after PostgreSQL's packages were installed, ./quickstart --remove, and ./quickstart.
`

/** Says how to go on. */
export function farewell({ place, user, instance, way, again }) {
  const at = place.isDefault ? '' : ` --directory ${quote(place.directory)}`
  console.log(`
PostgreSQL ${instance.version} runs as user ${user.name}: instance ${instance.name}, port ${instance.port}.
${place.record.source === 'npm' ? SERVER_ONLY : ''}
The pglift command, from now on:
  export PATH=${quote(join(place.directory, 'bin'))}:$PATH
  pglift --help
To connect:
  ${way}
From programs, as user ${user.name}:
  ${uri(place, instance)}
Files, logs and settings:
  ${place.site}
To remove everything:
  ${quote(again)} --remove${at}`)
}
