import { parseConninfo } from '@pglift/sdk'

/** Parameters of a connection, by libpq's names. */
export type Parameters = Readonly<Record<string, string>>

/** Variables of the exporter's environment that say the same as a parameter. */
const VARIABLES: Readonly<Record<string, string>> = {
  host: 'PGHOST',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  dbname: 'PGDATABASE',
  options: 'PGOPTIONS',
  application_name: 'PGAPPNAME',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  sslrootcert: 'PGSSLROOTCERT',
  passfile: 'PGPASSFILE',
}

/** How an exporter is told where to connect: `DATA_SOURCE_NAME`, and variables for what that can't hold. */
export interface DataSource {
  readonly url: string
  readonly variables: Readonly<Record<string, string>>
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

const hasBlank = (value: string): boolean => /\s/.test(value)

/** Sockets' directories stand among the parameters, as a URL can't hold them in front. */
function hostOf(host: string): { host: string; query: [string, string][] } {
  if (host === '' || host.startsWith('/') || host.startsWith('@'))
    return { host: '', query: host === '' ? [] : [['host', host]] }
  return { host: host.includes(':') ? `[${host}]` : encode(host), query: [] }
}

function urlOf({ user = '', password, host = '', port = '', dbname = '', ...rest }: Parameters): string {
  const server = hostOf(host)
  const secret = password === undefined ? '' : `:${encode(password)}`
  const query = [...server.query, ...Object.entries(rest)].map(([key, value]) => `${key}=${encode(value)}`)
  const account = `${encode(user)}${secret}@`
  return `postgresql://${account}${server.host}${port === '' ? '' : `:${port}`}/${encode(dbname)}${query.length === 0 ? '' : `?${query.join('&')}`}`
}

/** Names of parameters whose value has a blank and that no variable stands for. */
export function unwritable(parameters: Parameters): string[] {
  return Object.entries(parameters)
    .filter(([name, value]) => hasBlank(value) && VARIABLES[name] === undefined)
    .map(([name]) => name)
}

/**
 * The parameters as postgres_exporter takes them. A value with a blank goes to the environment: releases up to 0.11 end
 * with "malformed dsn" when there is one in `DATA_SOURCE_NAME`, and print the whole of it, password included.
 */
export function toDataSource(parameters: Parameters): DataSource {
  const entries = Object.entries(parameters)
  const isApart = ([name, value]: readonly [string, string]) =>
    hasBlank(value) && VARIABLES[name] !== undefined
  const apart = entries.filter(isApart).map(([name, value]) => [VARIABLES[name], value])
  return {
    url: urlOf(Object.fromEntries(entries.filter((entry) => !isApart(entry)))),
    variables: Object.fromEntries(apart),
  }
}

/** The parameters that an environment tells. Fails with `PGLIFT_CONNINFO` when its `DATA_SOURCE_NAME` is none. */
export function fromEnvironment(variables: Readonly<Record<string, string>>): Parameters {
  const apart = Object.entries(VARIABLES).flatMap(([name, variable]) => {
    const value = variables[variable]
    return value === undefined ? [] : [[name, value] as const]
  })
  const named = parseConninfo(variables.DATA_SOURCE_NAME ?? '')
  const given = Object.entries(named).filter(([, value]) => value !== '')
  return { ...Object.fromEntries(apart), ...Object.fromEntries(given) }
}
