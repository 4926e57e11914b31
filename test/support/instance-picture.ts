import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Site } from './site.js'

type Rows = readonly Record<string, unknown>[]

const SHARED = `SELECT 'role' AS what, concat_ws(' ', rolname, rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolcanlogin,
  rolreplication, rolconnlimit, CASE WHEN isfinite(rolvaliduntil) THEN rolvaliduntil AT TIME ZONE 'UTC' END) AS it
FROM pg_roles WHERE rolname !~ '^pg_'
UNION ALL SELECT 'member', u.rolname || ' of ' || g.rolname FROM pg_auth_members m
  JOIN pg_roles u ON u.oid = m.member JOIN pg_roles g ON g.oid = m.roleid WHERE u.rolname !~ '^pg_'
UNION ALL SELECT 'database', datname || ' ' || pg_get_userbyid(datdba) FROM pg_database
UNION ALL SELECT 'setting', d.datname || ' ' || item FROM pg_db_role_setting s
  JOIN pg_database d ON d.oid = s.setdatabase, unnest(setconfig) item
UNION ALL SELECT 'slot', slot_name FROM pg_replication_slots
ORDER BY 1, 2`

const INSIDE = `SELECT 'schema' AS what, nspname || ' ' || pg_get_userbyid(nspowner) AS it FROM pg_namespace
  WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
UNION ALL SELECT 'extension', concat_ws(' ', extname, extversion, n.nspname) FROM pg_extension e
  JOIN pg_namespace n ON n.oid = e.extnamespace
UNION ALL SELECT 'publication', pubname FROM pg_publication
ORDER BY 1, 2`

async function ask(socket: string, port: number, database: string, text: string): Promise<Rows> {
  const client = new pg.Client({ host: socket, port, user: 'postgres', database })
  await client.connect()
  try {
    return (await client.query(text)).rows as Rows
  } finally {
    await client.end()
  }
}

const lines = (rows: Rows, prefix = '') => rows.map(({ what, it }) => `${prefix}${what} ${it}`)

/** What PostgreSQL reads of a configuration file: no comments, blanks made one. */
function active(path: string): string[] {
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  return (
    text
      .split('\n')
      .map((line) => line.replace(/#.*/, '').replaceAll(/\s+/g, ' ').trim())
      // Quotes make no difference to a word.
      .map((line) => line.replace(/= '(\w+)'$/, '= $1'))
      .filter((line) => line !== '')
  )
}

/** Files of an instance that count: settings in any order, records of pg_hba.conf in theirs. */
export function filePicture(site: Site, name: string): string[] {
  const datadir = site.datadir(name)
  if (!existsSync(datadir)) return ['no instance']
  const running = existsSync(join(datadir, 'postmaster.pid'))
  return [
    running ? 'running' : 'stopped',
    ...active(join(datadir, 'postgresql.conf')).sort(),
    ...active(join(datadir, 'pg_hba.conf')).map((line) => `hba ${line}`),
    ...active(join(site.home, '.pgpass')).sort(),
  ]
}

/** What a running server has of roles, databases and slots, asked without pglift. */
export async function serverPicture(site: Site, name: string): Promise<string[]> {
  const file = join(site.datadir(name), 'postmaster.pid')
  if (!existsSync(file)) return []
  const status = readFileSync(file, 'utf8').split('\n')
  const [port, socket] = [Number(status[3]), String(status[4])]
  const shared = await ask(socket, port, 'postgres', SHARED)
  const databases = await ask(
    socket,
    port,
    'postgres',
    'SELECT datname AS it FROM pg_database WHERE datallowconn',
  )
  const inside: string[] = []
  for (const { it } of databases)
    inside.push(...lines(await ask(socket, port, String(it), INSIDE), `in ${it}: `))
  return [...lines(shared), ...inside.sort()]
}
