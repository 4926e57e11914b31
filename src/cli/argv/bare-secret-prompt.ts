import { BARE_SECRET } from './bare-secret.js'

/** Names of the options that were given without their value and have to be asked for. */
export function bareSecretNames(flags: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(flags).filter((name) => flags[name] === BARE_SECRET)
}

/** What to ask for a password option: its summary, `Role password:`. */
export function secretPrompt(
  name: string,
  flag: { readonly summary?: string | undefined } | undefined,
): string {
  const summary = flag?.summary ?? name.replaceAll('-', ' ')
  return `${summary.replace(/\.$/, '')}:`
}
