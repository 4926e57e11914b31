import type { FlagSpecs } from '../models/flag-spec.js'
import { BARE_SECRET } from './bare-secret.js'

/** A password option and what to ask when it is bare. */
export interface SecretFlag {
  /** Name of the option, without dashes. */
  readonly flag: string
  /** `Role password:`. */
  readonly prompt: string
  /** `Repeat for confirmation:`. */
  readonly confirm: string
}

/** The password options among `specs`. */
export function secretFlags(specs: FlagSpecs): readonly SecretFlag[] {
  return Object.entries(specs)
    .filter(([, { type }]) => type === 'secret')
    .map(([flag, { summary }]) => ({
      flag,
      prompt: `${summary.replace(/\.$/, '')}:`,
      confirm: 'Repeat for confirmation:',
    }))
}

/** Those of `secrets` that were given bare and have to be asked for. */
export function bareSecrets(
  secrets: readonly SecretFlag[],
  flags: Readonly<Record<string, unknown>>,
): readonly SecretFlag[] {
  return secrets.filter(({ flag }) => flags[flag] === BARE_SECRET)
}
