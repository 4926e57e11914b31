import { quoted } from './unit-syntax.js'

/** Where settings and templates, plugins and the user's directories are found. */
const PLACES = new Set(['XDG_CONFIG_HOME', 'XDG_DATA_HOME'])

const SECRET_NAME = /PASSWORD$|PASSWD$|PASSPHRASE$|SECRET$|TOKEN$|CREDENTIALS?$/i
const SECRET_VALUE = /password\s*=|:\/\/[^/@\s]*:[^@]*@/i

/** Variables that pglift steers tests and single runs with. */
const OF_ONE_RUN = /^PGLIFT_(TEST_|DEBUG$|LOGGERS$|TRACE$)/i

/** The variables that units hand to pglift, and those that look like passwords: a unit file is for all to read. */
export function unitEnvironment(env: NodeJS.ProcessEnv): {
  readonly lines: readonly string[]
  readonly secret: readonly string[]
} {
  const given = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && (PLACES.has(name) || /^PGLIFT_/i.test(name)) && !OF_ONE_RUN.test(name)
      ? [{ name, value }]
      : [],
  )
  given.sort((one, other) => (one.name < other.name ? -1 : 1))
  const isSecret = ({ name, value }: { name: string; value: string }) =>
    SECRET_NAME.test(name) || SECRET_VALUE.test(value)
  return {
    lines: given
      .filter((variable) => !isSecret(variable))
      .map(({ name, value }) => `Environment=${quoted(`${name}=${value}`)}`),
    secret: given.filter(isSecret).map(({ name }) => name),
  }
}
