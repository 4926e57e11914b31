import { operational } from '../errors/kinds.js'

export interface Address {
  host: string
  port: number
}

/** Why `port` is no TCP port, in a sentence; undefined when it is one. */
export function portFault(port: number): string | undefined {
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return undefined
  return `port ${port} is not between 1 and 65535`
}

/** A port written in decimal digits, or undefined when `text` is not one between 1 and 65535. */
export function parsePort(text: string): number | undefined {
  if (!/^\d{1,5}$/.test(text)) return undefined
  const port = Number(text)
  return portFault(port) === undefined ? port : undefined
}

/**
 * Parses `host:port`; the port is mandatory, an IPv6 host stands in brackets (`[::1]:8008`).
 *
 * @throws operational `PGLIFT_ADDRESS` naming `text` and the form expected.
 */
export function parseAddress(text: string): Address {
  const match = /^(?:\[([0-9A-Fa-f:.%\w]+)\]|([^\s:/[\]@]+)):(\d+)$/.exec(text)
  const host = match?.[1] ?? match?.[2]
  const port = match?.[3] === undefined ? undefined : parsePort(match[3])
  if (host === undefined || port === undefined) {
    throw operational('PGLIFT_ADDRESS', `invalid address '${text}': expecting 'host:port'`, {
      hint: 'Give a port between 1 and 65535, and an IPv6 host in brackets: [::1]:8008.',
    })
  }
  return { host, port }
}

/** The inverse of `parseAddress`. */
export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}
