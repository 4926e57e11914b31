import type { ExporterSettings } from './settings.js'

const LISTEN = /^--?web\.listen-address(?:=(.*))?$/

function option(name: string, value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? `--${name}` : `--no-${name.replace(/^no-/, '')}`
  return `--${name}=${value}`
}

/** `:9187`, `127.0.0.1:9187`, `[::1]:9187`. */
export function listenAddress(address: string | null, port: number): string {
  if (address === null) return `:${port}`
  return `${address.includes(':') ? `[${address}]` : address}:${port}`
}

/**
 * The command line of an exporter, its program aside. `--name=value` is what all releases read, from 0.4 with Go's own
 * flags to those of today: none has to be asked which it is.
 */
export function optionsFor(section: ExporterSettings, port: number): string[] {
  const { listen_address, web_config_file, options } = section
  const all = { 'log.level': 'info', ...options }
  return [
    `--web.listen-address=${listenAddress(listen_address, port)}`,
    ...(web_config_file === null ? [] : [`--web.config.file=${web_config_file}`]),
    ...Object.entries(all).map(([name, value]) => option(name, value)),
  ]
}

/** The words of `POSTGRES_EXPORTER_OPTS`, as a unit has them. */
export function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}

/** The addresses after `--web.listen-address`, in either spelling. */
export function listenAddresses(argv: readonly string[]): string[] {
  return argv.flatMap((word, index) => {
    const found = LISTEN.exec(word)
    if (found === null) return []
    const value = found[1] ?? argv[index + 1]
    return value === undefined ? [] : [value]
  })
}

/** The port of `host:port`; undefined when there is none. */
export function portIn(address: string): number | undefined {
  const port = Number(/:(\d{1,5})$/.exec(address)?.[1])
  return port >= 1 && port <= 65535 ? port : undefined
}
