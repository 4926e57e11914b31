import type { Fault, SiteSettings } from '@pglift/sdk'
import type { PowaSettings } from './settings.js'

/** PoWA refuses to take snapshots more often. */
const SHORTEST_MS = 5000

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 }

/** A duration of postgresql.conf with its unit (`5min`) in milliseconds. */
export function milliseconds(duration: string): number {
  const [, number, unit = ''] = /^(\d+) ?([a-z]+)$/.exec(duration) ?? []
  return Number(number) * (UNITS[unit] ?? Number.NaN)
}

function fault(key: keyof PowaSettings, msg: string, input: unknown): Fault {
  return { type: 'value_error', loc: ['powa', key], msg: `Value error, ${msg}`, input }
}

/** PostgreSQL cuts longer names (NAMEDATALEN). */
const NAME_BYTES = 63

function nameFaults({ dbname, role }: PowaSettings): Fault[] {
  const names = Object.entries({ dbname, role }) as ['dbname' | 'role', string][]
  const problem = (key: string, name: string) => {
    if (Buffer.byteLength(name) > NAME_BYTES) return `a name has at most ${NAME_BYTES} bytes`
    if (name.includes('\0') || !name.isWellFormed()) return 'not a name that PostgreSQL can hold'
    return key === 'role' && /^(pg_|(public|none)$)/.test(name)
      ? `role name '${name}' is reserved`
      : undefined
  }
  return names.flatMap(([key, name]) => {
    const msg = problem(key, name)
    return msg === undefined ? [] : [fault(key, msg, name)]
  })
}

/** A role of the site that is another one, or a database that is every instance's own. */
function takenFaults(
  { dbname, role }: PowaSettings,
  { surole, backuprole, replrole }: Pick<SiteSettings['postgresql'], 'surole' | 'backuprole' | 'replrole'>,
): Fault[] {
  const roles = {
    'postgresql.surole': surole.name,
    'postgresql.backuprole': backuprole.name,
    'postgresql.replrole': replrole,
  }
  const others = Object.entries(roles).filter(([, name]) => name === role)
  return [
    ...others.map(([key]) => fault('role', `role '${role}' is that of '${key}'; choose another name`, role)),
    ...(['postgres', 'template0', 'template1'].includes(dbname)
      ? [fault('dbname', `database '${dbname}' is PostgreSQL's own; choose another name`, dbname)]
      : []),
  ]
}

/** Faults of the section that its schema can't tell. Pure. */
export function settingsFaults(
  section: PowaSettings,
  postgresql: Pick<SiteSettings['postgresql'], 'surole' | 'backuprole' | 'replrole'>,
): Fault[] {
  const { frequency } = section
  const tooOften = frequency !== null && milliseconds(frequency) < SHORTEST_MS
  return [
    ...nameFaults(section),
    ...takenFaults(section, postgresql),
    ...(tooOften ? [fault('frequency', 'PoWA takes no snapshots more often than every 5s', frequency)] : []),
  ]
}
