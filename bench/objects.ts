import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { Site } from '../test/support/site.js'
import { BUDGETS } from './budgets.js'
import { interleaved, type Rounds } from './measure.js'
import { bareNode, pglift } from './places.js'
import type { Finding } from './report.js'

const ROLES = 1000

/** Passwords that the server has to hash: nobody else has seen them. */
const CREATE_BY_SERVER = `DO $$ BEGIN FOR i IN 1..${ROLES} LOOP
  EXECUTE format('CREATE ROLE bulk%s LOGIN PASSWORD %L', i, 'a-password-' || i); END LOOP; END $$`
const DROP = `DO $$ BEGIN FOR i IN 1..${ROLES} LOOP EXECUTE format('DROP ROLE IF EXISTS bulk%s', i); END LOOP; END $$`

/** Command lines, by verb, for which there is nothing to do once they have run. */
export type Manifests = Readonly<Record<'instance apply' | 'role apply', readonly string[]>>

function manifest(site: Site, name: string, content: object): string {
  const file = join(site.directory, name)
  writeFileSync(file, stringify(content), { mode: 0o600 })
  return file
}

/** Writes the manifests of an instance with two roles, and of a role, and applies them once. */
export async function applied(site: Site, name: string): Promise<Manifests> {
  const role = { name: 'bob', login: true, password: 'a-password' }
  const instance = {
    name,
    version: site.version,
    settings: { work_mem: '8MB' },
    roles: [role, { name: 'dba', login: false }],
  }
  const port = (await site.json<{ port: number }[]>(['instance', 'list'])).at(0)?.port
  const manifests = {
    'instance apply': ['instance', 'apply', '-f', manifest(site, 'instance.yaml', { ...instance, port })],
    'role apply': ['role', '-i', name, 'apply', '-f', manifest(site, 'role.yaml', role)],
  }
  for (const args of Object.values(manifests)) await site.ok(args)
  return manifests
}

/** Applying what is already so, against bare Node. */
export async function nothingToDo(site: Site, manifests: Manifests, rounds: Rounds): Promise<Finding[]> {
  const commands = Object.entries(manifests)
  const times = await interleaved(
    [
      { name: 'node', run: () => bareNode(site) },
      ...commands.map(([name, args]) => ({ name, run: () => pglift(site, ...args) })),
    ],
    rounds,
  )
  return commands.map(([name]) => {
    const [ms = NaN, node = NaN] = [times.get(name), times.get('node')]
    return { what: `${name}, nothing to do`, value: ms / node, unit: 'x node -e 0', ms }
  })
}

/** A thousand roles with passwords, from a manifest, against the server that hashes the same passwords. */
export async function passwords(site: Site, name: string, rounds: Rounds): Promise<Finding[]> {
  const roles = Array.from({ length: ROLES }, (_, index) => ({
    name: `bulk${index + 1}`,
    login: true,
    password: `a-password-${index + 1}`,
  }))
  const port = (await site.json<{ port: number }[]>(['instance', 'list'])).at(0)?.port
  const file = manifest(site, 'roles.yaml', { name, version: site.version, port, roles })
  const drop = () => site.psql(name, DROP)
  const hashing = async () => {
    const started = process.hrtime.bigint()
    await site.psql(name, CREATE_BY_SERVER)
    return Number(process.hrtime.bigint() - started) / 1e6
  }
  const times = await interleaved(
    [
      { name: 'server', run: hashing, after: drop },
      { name: 'pglift', run: () => pglift(site, 'instance', 'apply', '-f', file), after: drop },
    ],
    rounds,
  )
  const [ms = NaN, server = NaN] = [times.get('pglift'), times.get('server')]
  const what = `instance apply of ${ROLES} roles with passwords`
  return [{ what, value: ms / server, unit: 'x the server hashing them', ms, budget: BUDGETS.passwords }]
}
