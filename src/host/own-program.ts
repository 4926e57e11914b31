/** Where settings and templates, plugins and the user's directories are found. */
const PLACES: ReadonlySet<string> = new Set(['XDG_CONFIG_HOME', 'XDG_DATA_HOME'])

const SECRET_NAME = /PASSWORD$|PASSWD$|PASSPHRASE$|SECRET$|TOKEN$|CREDENTIALS?$/i
const SECRET_VALUE = /password\s*=|:\/\/[^/@\s]*:[^@]*@/i

/** Variables that pglift steers tests and single runs with, and marks services with. */
const OF_ONE_RUN = /^PGLIFT_(TEST_|DEBUG$|LOGGERS$|SERVICE$|TRACE$)/i

/** This pglift, as others are to start it: units, or Patroni. */
export interface OwnProgram {
  readonly argv: readonly string[]
  /** Variables that it needs to find the same site, sorted by name: `['PGLIFT_CONFIG_DIR', '/etc/pglift']`. */
  readonly variables: readonly (readonly [name: string, value: string])[]
  /** Names of those that look like passwords, which stand in nobody's file or command line. */
  readonly secret: readonly string[]
}

/** How pglift is started as it was now. `env` is its environment. */
export function ownProgram(argv: readonly string[], env: NodeJS.ProcessEnv): OwnProgram {
  const given = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && (PLACES.has(name) || /^PGLIFT_/i.test(name)) && !OF_ONE_RUN.test(name)
      ? [[name, value] as const]
      : [],
  )
  given.sort(([one], [other]) => (one < other ? -1 : 1))
  const isSecret = ([name, value]: readonly [string, string]) =>
    SECRET_NAME.test(name) || SECRET_VALUE.test(value)
  return {
    argv,
    variables: given.filter((variable) => !isSecret(variable)),
    secret: given.filter(isSecret).map(([name]) => name),
  }
}

/** One command line of it that needs no environment. */
export function selfContained({ argv, variables }: OwnProgram): string[] {
  const assignments = variables.map(([name, value]) => `${name}=${value}`)
  return assignments.length === 0 ? [...argv] : ['/usr/bin/env', ...assignments, ...argv]
}
