/**
 * Changes of the environment for PostgreSQL's programs that work on a data directory: libpq's variables of whoever calls
 * say nothing about it, and pg_upgrade refuses some.
 */
export function postgresqlEnvironment(): Record<string, string | undefined> {
  const foreign = Object.keys(process.env).filter((name) => /^PG(?!TZ$)/.test(name))
  return { ...Object.fromEntries(foreign.map((name) => [name, undefined])), LC_MESSAGES: 'C' }
}

/** libpq's variables of the caller say nothing about this server, and passwords least of all belong in its environment. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(PG(?!TZ$|DATESTYLE$)|PGLIFT_)/.test(name),
  )
  return Object.fromEntries(inherited)
}
