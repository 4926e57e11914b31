import fc from 'fast-check'

type Item = Record<string, unknown>

/**
 * Manifests of one host over the same things: each of them is there, with some attributes, or `absent`. So whatever a
 * manifest of them says, another one says something of it, too, and nothing is left over from the one before.
 */
const ROLES = ['ann', 'Bob "the boss"', 'élan']
const GROUPS = ['pg_monitor', 'pg_read_all_data']
const SLOTS = ['one', 'two']
const SCHEMAS = ['sales', 'Büro']
const DATABASES = ['shop', 'my db']
const SUPERUSER = 'postgres'

const RECORDS = [
  { database: 'all', user: 'all', connection: { type: 'host', address: '10.1.0.0/16' }, method: 'reject' },
  { database: 'shop', user: '+pg_monitor', connection: { address: '10.0.0.0/8' }, method: 'scram-sha-256' },
  { database: '"my db",shop', user: 'all', method: 'trust' },
  {
    database: 'replication',
    user: 'all',
    connection: { type: 'hostssl', address: '::1/128' },
    method: 'md5',
  },
]

const OWN_RECORDS = [
  { database: 'all', connection: { address: '192.168.0.0/16' }, method: 'scram-sha-256' },
  { database: 'shop', method: 'trust' },
]

const PARAMETERS: Readonly<Record<string, readonly unknown[]>> = {
  work_mem: ['4MB', '6MB', '8192kB', null],
  Log_Min_Duration_Statement: [0, -1, '250ms', null],
  autovacuum: [true, false, 'on', null],
  log_line_prefix: ['%m [%p] ', "it's %q", '', null],
  timezone: ['UTC', 'Europe/Paris', null],
  log_filename: ['pg.log', null],
  search_path: ['"$user", public', '"A b", public', null],
  'my.setting': ['x', 1.5, true],
}

const DATABASE_PARAMETERS: Readonly<Record<string, readonly unknown[]>> = {
  work_mem: ['2MB', '3MB', null],
  search_path: ['"$user", public', 'a,"B c",public', null],
  Statement_Timeout: [0, 5000, '7s', null],
  'my.setting': ['x', true, null],
}

const absent = <T>(of: fc.Arbitrary<T>, weight = 3) =>
  fc.option(of, { freq: weight, nil: undefined as T | undefined })

/** Some of the parameters, each with one of its values. */
function settings(parameters: typeof PARAMETERS, whole = false): fc.Arbitrary<Item> {
  const record = Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => [name, fc.constantFrom(...values)]),
  )
  return whole ? fc.record(record) : fc.record(record, { requiredKeys: [] })
}

/** Each of the items, in any order, there or not. */
function shuffled(items: readonly object[]): fc.Arbitrary<Item[]> {
  const states = fc.array(fc.constantFrom('present', 'absent'), {
    minLength: items.length,
    maxLength: items.length,
  })
  return fc
    .tuple(fc.shuffledSubarray([...items], { minLength: items.length }), states)
    .map(([order, found]) => order.map((item, index) => ({ ...item, state: found[index] })))
}

const attributes = fc.record({
  login: fc.boolean(),
  inherit: fc.boolean(),
  createdb: fc.boolean(),
  createrole: fc.boolean(),
  replication: fc.boolean(),
  superuser: fc.boolean(),
  connection_limit: fc.constantFrom(null, -1, 0, 7),
  valid_until: fc.constantFrom(null, 'infinity', '2030-01-01', '2031-05-06T07:08:09+02:00'),
  password: fc.constantFrom('first', "it's: \\ second"),
  pgpass: fc.boolean(),
  hba_records: shuffled(OWN_RECORDS),
})

/** Who may be a member of whom: only of those before it in some order, so that there are no circles. */
const hierarchy = fc.record({
  order: fc.shuffledSubarray(ROLES, { minLength: ROLES.length }),
  wanted: fc.array(fc.boolean(), { minLength: 15, maxLength: 15 }),
})

type Attributes = Item | undefined

function memberships(
  name: string,
  present: readonly string[],
  { order, wanted }: { order: string[]; wanted: boolean[] },
): Item[] {
  const place = (role: string) => order.indexOf(role)
  const others = [...ROLES.filter((role) => role !== name), ...GROUPS]
  return others.map((role, index) => {
    const known = GROUPS.includes(role) || (present.includes(role) && place(role) < place(name))
    const chosen = wanted[(place(name) * others.length + index) % wanted.length]
    return { role, state: known && chosen ? 'present' : 'absent' }
  })
}

const roles = fc
  .record({ found: fc.tuple(...ROLES.map(() => absent<Item>(attributes))), ranks: hierarchy })
  .map(({ found, ranks }) => {
    const present = ROLES.filter((_, index) => found[index] !== undefined)
    const items = ROLES.map((name, index): Item => {
      const role = found[index] as Attributes
      if (role === undefined) return { name, state: 'absent' }
      return { name, ...role, memberships: memberships(name, present, ranks) }
    })
    return { present, items }
  })

/** Owners are numbers here: which roles there are is known later. */
const owner = fc.nat({ max: 20 })

const database = fc.record({
  owner,
  settings: settings(DATABASE_PARAMETERS, true),
  schemas: fc.tuple(...SCHEMAS.map(() => absent(owner, 2))),
  hstore: absent(fc.nat({ max: 5 }), 2),
  trigrams: fc.boolean(),
  publication: fc.boolean(),
})

type DatabaseShape = typeof database extends fc.Arbitrary<infer T> ? T : never

function databaseItem(name: string, shape: DatabaseShape | undefined, owners: readonly string[]): Item {
  if (shape === undefined) return { name, state: 'absent', force_drop: true }
  const ownerOf = (number: number) => owners[number % owners.length]
  const schemas = SCHEMAS.map((schema, index): Item => {
    const number = shape.schemas[index]
    if (number === undefined) return { name: schema, state: 'absent' }
    return { name: schema, owner: ownerOf(number) }
  })
  const places = ['public', ...schemas.filter(({ state }) => state !== 'absent').map((each) => each.name)]
  const hstore =
    shape.hstore === undefined
      ? { name: 'hstore', state: 'absent' }
      : { name: 'hstore', schema: places[shape.hstore % places.length] }
  return {
    name,
    owner: ownerOf(shape.owner),
    settings: shape.settings,
    schemas,
    extensions: [hstore, { name: 'pg_trgm', state: shape.trigrams ? 'present' : 'absent' }],
    publications: [{ name: 'all', state: shape.publication ? 'present' : 'absent' }],
  }
}

/** A manifest of an instance on the first or third port, beside a second one that is seldom there. */
export function hostManifests(ports: readonly [number, number, number]): fc.Arbitrary<{ instances: Item[] }> {
  return fc
    .record({
      state: fc.constantFrom(...Array<string>(15).fill('started'), 'stopped'),
      settings: settings(PARAMETERS),
      moved: fc.nat({ max: 14 }).map((number) => number === 0),
      connections: absent(fc.constantFrom(20, 30), 1),
      roles,
      databases: fc.tuple(...DATABASES.map(() => absent(database, 6))),
      slots: shuffled(SLOTS.map((name) => ({ name }))),
      records: shuffled(RECORDS),
      second: fc.nat({ max: 24 }).map((number) => number === 0),
    })
    .map(({ roles: { present, items }, second, connections, ...rest }) => ({
      instances: [
        {
          name: 'main',
          port: ports[rest.moved ? 2 : 0],
          state: rest.state,
          restart_on_changes: true,
          settings: {
            ...rest.settings,
            ...(connections === undefined ? {} : { max_connections: connections }),
          },
          roles: items,
          databases: DATABASES.map((name, index) =>
            databaseItem(name, rest.databases[index], [SUPERUSER, ...present]),
          ),
          replication_slots: rest.slots,
          hba_records: rest.records,
        },
        second ? { name: 'second', port: ports[1], state: 'stopped' } : { name: 'second', state: 'absent' },
      ],
    }))
}
