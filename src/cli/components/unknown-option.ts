import type { Config } from '@oclif/core'
import { realFiles } from '../../effects/files.js'
import { type PgliftError, usage } from '../../errors/kinds.js'
import { COMPONENT_PACKAGES } from '../../settings/sections.js'
import { enablementOf, notEnabled } from './enablement.js'

/**
 * The error for an option that this command does not have, with how to get it when it starts with the name or the section
 * of a component that is not enabled, or not installed.
 */
export async function optionOfDisabled(config: Config, error: PgliftError): Promise<PgliftError> {
  const option = /^No such option: --([^ ]+)/.exec(error.message)?.[1]
  const hint = option === undefined ? undefined : await hintFor(config, option).catch(() => undefined)
  return hint === undefined ? error : usage(error.code, error.message, { hint })
}

async function hintFor(config: Config, option: string): Promise<string | undefined> {
  const belongs = (name: string) => option.startsWith(`${name.replaceAll('_', '-')}-`)
  const { installed, isEnabled, file } = await enablementOf(config, process.env, realFiles())
  const found = installed.find(({ component, section }) => belongs(component) || belongs(section))
  if (found !== undefined) {
    const { message, hint } = found.unusable ?? notEnabled(found, file)
    return isEnabled(found) && found.unusable === undefined ? undefined : `${message}: ${hint}`
  }
  const [name, packageName] = Object.entries(COMPONENT_PACKAGES).find(([known]) => belongs(known)) ?? []
  if (name === undefined) return undefined
  return `component '${name}' is not installed: run 'pglift plugins install ${packageName}'`
}
