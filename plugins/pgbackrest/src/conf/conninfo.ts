/**
 * A connection string with the path of a password file, for `primary_conninfo`. A value of the keyword form stands in
 * quotes, one of a URI is percent-encoded (libpq documentation, "Connection Strings").
 */
export function withPassfile(conninfo: string, path: string): string {
  if (/^postgres(ql)?:\/\//.test(conninfo)) {
    const separator = conninfo.includes('?') ? '&' : '?'
    return `${conninfo}${separator}passfile=${encodeURIComponent(path)}`
  }
  const quoted = `'${path.replace(/[\\']/g, '\\$&')}'`
  return `${conninfo} passfile=${quoted}`.trim()
}

/** A password file of one password, for any server and role; undefined for a password that it can't hold. */
export function passfileText(password: string): string | undefined {
  if (/[\n\r\0]/.test(password)) return undefined
  return `*:*:*:*:${password.replace(/[\\:]/g, '\\$&')}\n`
}
