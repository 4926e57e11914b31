import { obfuscateConninfo } from '../conninfo.js'
import type { ConfValue } from './value.js'

/** The one parameter whose value may hold a password: a connection string. */
export const CONNINFO_PARAMETER = 'primary_conninfo'

/** A parameter's value as it may be shown: without a password. */
export function shownConfValue(name: string, value: ConfValue): ConfValue
export function shownConfValue(name: string, value: ConfValue | null): ConfValue | null
export function shownConfValue(name: string, value: ConfValue | null): ConfValue | null {
  return name === CONNINFO_PARAMETER && typeof value === 'string' ? obfuscateConninfo(value) : value
}

/** Whether a parameter's value holds a password. */
export function holdsPassword(name: string, value: ConfValue | null): boolean {
  return shownConfValue(name, value) !== value
}
