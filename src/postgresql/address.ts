/** The server's and libpq's own, when nobody names one. */
export const DEFAULT_PORT = 5432

/** Bytes of a socket's path, its ending NUL aside (unix(7)); PostgreSQL refuses longer ones when it starts. */
export const SOCKET_PATH_MAX = 107

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
