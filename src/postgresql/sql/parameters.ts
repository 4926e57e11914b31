import { operational } from '../../errors/kinds.js'
import { quoteLiteral } from './quote.js'

/** A value of a configuration parameter in a manifest. An array gives the elements of a list, taken as they are. */
export type ParameterValue = string | number | boolean | readonly string[]

/**
 * How a list parameter is written (flags GUC_LIST_INPUT and GUC_LIST_QUOTE of PostgreSQL's guc_tables.c).
 * `identifiers`: names, folded to lower case unless quoted; `files`: not folded; `plain`: split at commas.
 *
 * In `SET search_path TO 'a, b'` the literal is ONE schema named "a, b": each element must be a literal of its own.
 */
const LISTS: Readonly<Record<string, 'identifiers' | 'files' | 'plain'>> = {
  search_path: 'identifiers',
  temp_tablespaces: 'identifiers',
  session_preload_libraries: 'files',
  shared_preload_libraries: 'files',
  local_preload_libraries: 'files',
  unix_socket_directories: 'files',
  datestyle: 'plain',
  createrole_self_grant: 'plain',
  restrict_nonsystem_relation_kind: 'plain',
}

/**
 * Checks the name of a configuration parameter, which SQL writes bare: `work_mem`, `plpgsql.variable_conflict`.
 *
 * @throws operational `PGLIFT_SQL_PARAMETER`.
 */
export function parameterName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_$]*(\.[A-Za-z_][A-Za-z0-9_$]*)*$/.test(name) && Buffer.byteLength(name) <= 127)
    return name
  throw operational('PGLIFT_SQL_PARAMETER', `invalid configuration parameter name ${JSON.stringify(name)}`)
}

/** `TO` part of `SET name TO ...`: one literal, or one an element for a list parameter. */
export function parameterLiteral(name: string, value: ParameterValue): string {
  return parameterElements(name, value).map(quoteLiteral).join(', ')
}

/**
 * The elements of a value; one for a parameter that isn't a list.
 *
 * @throws operational `PGLIFT_SQL_PARAMETER_VALUE` for a list whose quotes don't match, or for an array given to a
 *   parameter that is no list.
 */
function parameterElements(name: string, value: ParameterValue): string[] {
  const list = Object.hasOwn(LISTS, name.toLowerCase()) ? LISTS[name.toLowerCase()] : undefined
  if (typeof value === 'string') return list === undefined ? [value] : splitList(name, value, list)
  if (typeof value === 'boolean') return [value ? 'on' : 'off']
  if (typeof value === 'number') return [String(value)]
  if (list === undefined) throw badValue(name, 'it is not a list parameter')
  return value.length === 0 ? [''] : [...value]
}

function splitList(name: string, text: string, kind: 'identifiers' | 'files' | 'plain'): string[] {
  if (text.trim() === '') return ['']
  if (kind === 'plain') return text.split(',').map((element) => element.trim())
  const elements: string[] = []
  const pattern = /\s*(?:"((?:[^"]|"")*)"|([^",]*))\s*(,|$)/y
  let separator = ','
  while (separator === ',') {
    const match = pattern.exec(text)
    const bare = match?.[2]?.trim()
    if (!match || bare === '') throw badValue(name, 'its list syntax is invalid')
    elements.push(bare === undefined ? (match[1] ?? '').replaceAll('""', '"') : fold(bare, kind))
    separator = match[3] ?? ''
  }
  return elements
}

function fold(text: string, kind: 'identifiers' | 'files'): string {
  return kind === 'identifiers' ? text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : text
}

/** Whether `value`, of a manifest, is what pg_db_role_setting stores as `stored`. */
export function sameParameterValue(name: string, value: ParameterValue, stored: string): boolean {
  const wanted = parameterElements(name, value)
  let current: string[]
  try {
    current = parameterElements(name, stored)
  } catch {
    return false
  }
  return wanted.length === current.length && wanted.every((element, index) => element === current[index])
}

/** Splits an item of `pg_db_role_setting.setconfig`, `name=value`. */
export function parseSetconfig(item: string): { name: string; value: string } {
  const equal = item.indexOf('=')
  return { name: item.slice(0, equal), value: item.slice(equal + 1) }
}

function badValue(name: string, why: string): Error {
  return operational('PGLIFT_SQL_PARAMETER_VALUE', `invalid value for parameter "${name}": ${why}`)
}
