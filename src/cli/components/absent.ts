import type { Config } from '@oclif/core'
import { realFiles } from '../../effects/files.js'
import { type Fault, type PgliftError, usage, ValidationError } from '../../errors/kinds.js'
import { COMPONENT_PACKAGES } from '../../settings/sections.js'
import { enablementOf, notEnabled } from './enablement.js'

/**
 * The error for an option that this command does not have, with how to get it when it starts with the name or the section
 * of a component that is not enabled, or not installed.
 */
export async function optionOfAbsent(config: Config, error: PgliftError): Promise<PgliftError> {
  const option = /^No such option: --([^ ]+)/.exec(error.message)?.[1]
  const belongs = (name: string) => option?.startsWith(`${name.replaceAll('_', '-')}-`) === true
  const hint = option === undefined ? undefined : await hintFor(config, belongs)
  return hint === undefined ? error : usage(error.code, error.message, { hint })
}

/** The same for a field of a manifest: `pgbackrest: {...}`. Any other error is answered as it is. */
export async function fieldOfAbsent(config: Config, error: Error): Promise<Error> {
  const { subject, faults = [] } = error as Partial<ValidationError>
  const unknown = faults.filter(({ type, loc }) => type === 'extra_forbidden' && loc.length === 1)
  const hints = await Promise.all(unknown.map((fault) => hintFor(config, belongsTo(fault))))
  const found = hints.filter((hint) => hint !== undefined)
  if (subject === undefined || found.length === 0) return error
  return new ValidationError(subject, faults, { hint: [...new Set(found)].join('; ') })
}

function belongsTo({ loc }: Fault): (name: string) => boolean {
  const field = String(loc[0])
  return (name) => field === name || field.startsWith(`${name.replaceAll('-', '_')}_`)
}

async function hintFor(config: Config, belongs: (name: string) => boolean): Promise<string | undefined> {
  const enablement = await enablementOf(config, process.env, realFiles()).catch(() => undefined)
  if (enablement === undefined) return undefined
  const { installed, isEnabled, file } = enablement
  const found = installed.find(({ component, section }) => belongs(component) || belongs(section))
  if (found !== undefined) {
    const { message, hint } = found.unusable ?? notEnabled(found, file)
    return isEnabled(found) && found.unusable === undefined ? undefined : `${message}: ${hint}`
  }
  const [name, packageName] = Object.entries(COMPONENT_PACKAGES).find(([known]) => belongs(known)) ?? []
  if (name === undefined) return undefined
  return `component '${name}' is not installed: run 'pglift plugins install ${packageName}'`
}
