import { operational, type PgliftError } from '../errors/kinds.js'
import { isConninfoKeyword } from './conninfo-keywords.js'

/** Connection parameters by libpq's key words. */
export type ConninfoParams = Record<string, string>

/** An error in libpq's own words. */
export function conninfoError(message: string): PgliftError {
  return operational('PGLIFT_CONNINFO', message, {
    hint: `Give a libpq connection string, as "host=/run/postgresql port=5432 user=bob" or "postgresql://bob@host:5432/db".`,
  })
}

/** Puts one parameter in; a later one replaces an earlier one, as in libpq. */
export function storeParameter(
  params: ConninfoParams,
  keyword: string,
  value: string,
  unknown = `invalid connection option "${keyword}"`,
): void {
  if (keyword === 'requiressl') {
    params.sslmode = value.startsWith('1') ? 'require' : 'prefer'
    return
  }
  if (!isConninfoKeyword(keyword)) throw conninfoError(unknown)
  params[keyword] = value
}
