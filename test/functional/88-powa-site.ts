import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { linkPlugins } from '../support/linked.js'
import { bindirs, completeMajors } from '../support/places.js'
import { Site } from '../support/site.js'

function hasExtension(major: string): boolean {
  const pgConfig = join(bindirs()[major] as string, 'pg_config')
  if (!existsSync(pgConfig)) return false
  const share = execFileSync(pgConfig, ['--sharedir'], { encoding: 'utf8' }).trim()
  return existsSync(join(share, 'extension/powa.control'))
}

function majorWith(): string {
  const found = completeMajors().find(hasExtension)
  if (found !== undefined) return found
  throw new Error("no PostgreSQL here has PoWA: run 'npm run test:functional' as root, which installs it")
}

/** A complete major for which PoWA is not installed. */
export function majorWithout(): string {
  const found = completeMajors().find((major) => Number(major) > Number(majorWith()) && !hasExtension(major))
  if (found !== undefined) return found
  throw new Error('every PostgreSQL here has PoWA')
}

const HBA = `local all all trust
local replication all trust
host all all 127.0.0.1/32 scram-sha-256
`

/** A site with the component, after `site-configure install`, of a major with PoWA's packages. */
export async function powaSite(powa: Readonly<Record<string, unknown>>): Promise<Site> {
  const templates = { 'postgresql/pg_hba.conf': HBA }
  const site = new Site({ version: majorWith(), settings: { powa }, templates })
  await linkPlugins(site, ['powa'])
  await site.ok(['site-configure', 'install']).catch(async (error: unknown) => {
    await site.destroy()
    throw error
  })
  return site
}

/** Whether the role of PoWA can log in with that password, through TCP. */
export async function logsIn(port: string, password: string): Promise<boolean> {
  const { default: pg } = await import('pg')
  const connection = { host: '127.0.0.1', port: Number(port), user: 'powa', database: 'powa', password }
  const client = new pg.Client(connection)
  const connected = await client.connect().then(
    () => true,
    (error: { code?: string }) => {
      if (error.code === '28P01') return false
      throw error
    },
  )
  await client.end()
  return connected
}

/** Statements, in PoWA's repository, that begin with a text: those of its history that are not aggregated yet, too. */
export function snapshots(site: Site, instance: string, text: string): Promise<unknown[]> {
  const query = `SELECT s.queryid, c.record FROM powa_statements s
JOIN (SELECT queryid, record FROM powa_statements_history_current
  UNION ALL SELECT queryid, unnest(records) FROM powa_statements_history) c USING (queryid)
WHERE s.query LIKE '${text}%'`
  return site.psql(instance, query, { dbname: 'powa' })
}
