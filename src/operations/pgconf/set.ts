import type { Host } from '../../host/host.js'
import type { ObservedInstance } from '../../models/instance-identity.js'
import { confEntries, parseConf } from '../../postgresql/conf/document.js'
import { type ConfValue, typedValue } from '../../postgresql/conf/value.js'
import { type ConfEdits, type ConfOutcome, changeConf } from './change.js'

/**
 * A value as typed on the command line: a number and a word for a boolean are taken as such, quotes of
 * postgresql.conf around it are read, all else is the text.
 */
export function parameterValue(text: string): ConfValue {
  if (!/^'.*'$/s.test(text)) return typedValue(text, false)
  try {
    return confEntries(parseConf(`value = ${text}`, 'value')).value ?? text
  } catch {
    return text
  }
}

/** Reads `PARAMETER=VALUE`; undefined for anything else. The value may hold further equal signs. */
export function parseAssignment(text: string): readonly [name: string, value: ConfValue] | undefined {
  const equal = text.indexOf('=')
  const name = text.slice(0, equal).trim()
  return equal < 1 || name === '' ? undefined : [name, parameterValue(text.slice(equal + 1).trim())]
}

/** Sets parameters in postgresql.conf. */
export function setParameters(
  host: Host,
  instance: ObservedInstance,
  values: ConfEdits,
  options: { dryRun?: boolean } = {},
): Promise<ConfOutcome> {
  return changeConf(host, instance, values, { verb: 'pgconf set', ...options })
}
