// ./quickstart: installs, builds, finds or installs PostgreSQL, and makes an instance with a role and a database.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { installDependencies } from '../test/dependencies.mjs'
import { ROOT } from '../tree.mjs'
import { buildWhenNeeded, giveToOwner } from './build.mjs'
import { farewell, proveConnection } from './connect.mjs'
import { defaultDirectory, Place } from './place.mjs'
import { removeAll } from './remove.mjs'
import { servers } from './servers.mjs'
import { makeInstance, writeSite } from './site.mjs'
import { userOf } from './user.mjs'

const HELP = `Usage: ./quickstart [--directory DIR] [--npm-server] [--remove]

Makes a PostgreSQL instance with pglift, to try it out: installs what npm must, builds,
finds PostgreSQL's programs (or installs them), and creates an instance, a role and a
database. Run again, it says what is there already. Everything that it makes lies below
DIR, and belongs to you; started as root, to the user 'postgres' or, where there is none,
to one that it creates.

  --directory DIR  where to make it (default: ${defaultDirectory()})
  --npm-server     use the PostgreSQL server that npm ships, even if another is installed
  --remove         drop what was made below DIR, and DIR
  --help           show this message
`

const OPTIONS = {
  directory: { type: 'string' },
  'npm-server': { type: 'boolean', default: false },
  remove: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
}

async function main() {
  const { values: options } = parseArgs({ options: OPTIONS })
  if (options.help) return process.stdout.write(HELP)
  const place = new Place(options.directory ?? defaultDirectory())
  if (options.remove) return removeAll(place)

  installDependencies(ROOT)
  await buildWhenNeeded()
  giveToOwner()
  place.claim()
  servers(place, options['npm-server'])
  const user = userOf(place)
  console.log(`quickstart: ${place.directory}, as user ${user.name}`)
  writeSite(place, user)
  const instance = await makeInstance(place)
  const way = proveConnection(place, user, instance)
  farewell({ place, user, instance, way, again: join(ROOT, 'quickstart') })
}

// Programs that were started get Ctrl-C too: they end, and what is to be put back is put back.
process.on('SIGINT', () => undefined)
// A closed umask of root's would shut the other user out.
if (process.getuid() === 0) process.umask(0o022)
try {
  await main()
} catch (error) {
  const usage = error.code?.startsWith('ERR_PARSE_ARGS')
  console.error(`Error: ${error.message}${usage ? '\nTry ./quickstart --help' : ''}`)
  process.exitCode = usage ? 2 : 1
}
