import { environmentLine, operational, parseEnvironmentFile, Secret } from '@pglift/sdk'
import { fromEnvironment, type Parameters, toDataSource } from './data-source.js'
import { search } from './names.js'
import { listenAddresses, optionsFor, portIn, words } from './options.js'
import { configPath, type Reading, type Session } from './session.js'

/** An exporter as its configuration file has it. */
export interface Exporter {
  /** `15-main`, or the name of a service. */
  readonly name: string
  readonly path: string
  readonly text: string
  readonly port: number
  /** Options of its command line. */
  readonly options: readonly string[]
  /** Where it connects, without the password. */
  readonly parameters: Parameters
  readonly password: Secret | null
}

/** What there is to say about one that is to be. */
export type Wanted = Pick<Exporter, 'name' | 'port' | 'parameters' | 'password'>

const OPTIONS = 'POSTGRES_EXPORTER_OPTS'
/** How releases before 0.11 could be told where to listen, and how pglift 1.0 did. */
const FORMER_LISTEN = 'PG_EXPORTER_WEB_LISTEN_ADDRESS'

function invalid(path: string, message: string): Error {
  return operational('PGLIFT_EXPORTER_CONFIGURATION', `${message} (path: ${path})`, {
    hint: 'correct the file; where it is not known what was in it, remove it and apply the manifest again',
  })
}

function portOf(
  variables: Readonly<Record<string, string>>,
  options: readonly string[],
  path: string,
): number {
  const former = variables[FORMER_LISTEN]
  const given = listenAddresses(options)
  if (former !== undefined && given.length > 0)
    throw invalid(path, `both ${FORMER_LISTEN} and --web.listen-address are set`)
  const [address = former] = given
  if (address === undefined) throw invalid(path, `no --web.listen-address in ${OPTIONS}`)
  const port = portIn(address)
  if (port === undefined) throw invalid(path, `malformed address to listen on '${address}'`)
  return port
}

function parametersOf(variables: Readonly<Record<string, string>>, path: string): Parameters {
  try {
    return fromEnvironment(variables)
  } catch (error) {
    throw invalid(path, `malformed DATA_SOURCE_NAME: ${(error as Error).message}`)
  }
}

/** Reads a configuration file, those of pglift 1.0 too. Fails with `PGLIFT_EXPORTER_CONFIGURATION`, naming it. */
export function parseExporter(name: string, path: string, text: string): Exporter {
  const variables = parseEnvironmentFile(text)
  const options = words(variables[OPTIONS] ?? '')
  const { password, ...parameters } = parametersOf(variables, path)
  return {
    name,
    path,
    text,
    port: portOf(variables, options, path),
    options,
    parameters,
    password: password === undefined ? null : new Secret(password),
  }
}

/** The configuration file: variables for the exporter's environment, its options among them. Holds the password. */
export function exporterText(
  { section, settings }: Pick<Session, 'section' | 'settings'>,
  wanted: Wanted,
): string {
  const { port, parameters, password } = wanted
  const { passfile } = settings.postgresql.auth
  const { url, variables } = toDataSource({
    ...parameters,
    ...(password === null ? {} : { password: password.reveal() }),
  })
  const all = {
    ...(passfile === null ? {} : { PGPASSFILE: passfile }),
    ...variables,
    DATA_SOURCE_NAME: url,
    [OPTIONS]: optionsFor(section, port).join(' '),
  }
  return [
    "# Written by pglift, which overwrites it; for options see 'prometheus' in its site settings.",
    ...Object.entries(all).map(([variable, value]) => environmentLine(variable, value)),
    '',
  ].join('\n')
}

/** The exporter of an instance, or service; undefined when there is none. */
export async function readExporter(
  { section, effects }: Reading,
  name: string,
): Promise<Exporter | undefined> {
  const path = configPath(section, name)
  const text = await effects.files.readText(path)
  return text === undefined ? undefined : parseExporter(name, path, text)
}

/** The exporter that is wanted, as its file will have it. */
export function exporterOf(session: Pick<Session, 'section' | 'settings'>, wanted: Wanted): Exporter {
  const text = exporterText(session, wanted)
  return parseExporter(wanted.name, configPath(session.section, wanted.name), text)
}

/** All exporters of the site, by name. Files that can't be made sense of are left to those who ask for that very one. */
export async function listExporters(reading: Reading): Promise<Exporter[]> {
  const { directory, nameOf } = search(reading.section.configpath)
  const names = (await reading.effects.files.list(directory)).flatMap((entry) => nameOf(entry) ?? [])
  const found = await Promise.all(
    names.sort().map((name) => readExporter(reading, name).catch(() => undefined)),
  )
  return found.filter((exporter) => exporter !== undefined)
}
