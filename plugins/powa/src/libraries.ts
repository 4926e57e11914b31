import { librariesWith, POWA } from './extensions.js'

type Conf = Readonly<Record<string, string | number | boolean | null>>

/** Parameter that lists what the server loads when it starts. */
export const LIBRARIES = 'shared_preload_libraries'

/** A parameter of settings as a user wrote them: PostgreSQL knows no case in its name. */
export function parameter(settings: Conf, name: string): Conf[string] | undefined {
  const found = Object.entries(settings).find(([key]) => key.toLowerCase() === name)
  return found?.[1]
}

/** Names of the libraries of a `shared_preload_libraries`, without folder, quotes and ending. */
export function libraryNames(list: string): string[] {
  return list
    .split(',')
    .map((item) => item.trim().replace(/^"(.*)"$/, '$1'))
    .map((item) => item.replace(/^.*\//, '').replace(/\.so$/, ''))
    .filter((item) => item !== '')
}

/** The libraries of a configuration, or of a manifest's settings. */
export function librariesOf(settings: Conf): string[] {
  return libraryNames(String(parameter(settings, LIBRARIES) ?? ''))
}

/** Whether an instance with this configuration has PoWA. */
export function hasPowa(conf: Conf): boolean {
  return librariesOf(conf).includes(POWA)
}

/** Whether settings list all that PoWA needs already, as those of an instance do that has it and is altered. */
export function listsAll(settings: Conf): boolean {
  const libraries = librariesOf(settings)
  return librariesWith([]).every((name) => libraries.includes(name))
}

/** What the server would say to an order of libraries, in which PoWA only adds at the end. */
export function orderProblem(libraries: readonly string[]): string | undefined {
  const [kcache, statements] = ['pg_stat_kcache', 'pg_stat_statements'].map((name) => libraries.indexOf(name))
  if (kcache === undefined || statements === undefined || kcache < 0) return undefined
  return statements >= 0 && statements < kcache
    ? undefined
    : `PostgreSQL does not start when 'pg_stat_kcache' is not preceded by 'pg_stat_statements'`
}
