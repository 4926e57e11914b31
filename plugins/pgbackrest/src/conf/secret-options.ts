import { parseIni } from './ini.js'

/** Options of a repository whose values are passwords, keys or tokens (pgBackRest's Configuration Reference). */
const SECRET = /^(cipher-pass|s3-key|s3-key-secret|s3-token|azure-key|sftp-private-key-passphrase)$/

/** The same; a key of GCS is a file's name, unless it is a token. */
const MAY_BE_SECRET = /^gcs-key$/

const withoutKey = (name: string): string => name.replace(/^repo\d+-/, '')

/** Whether the value of an option is a secret; its name may begin with `repoN-`. */
export function isSecretOption(name: string): boolean {
  return SECRET.test(withoutKey(name))
}

/** Whether it is one, or can be. */
export function mayBeSecretOption(name: string): boolean {
  return isSecretOption(name) || MAY_BE_SECRET.test(withoutKey(name))
}

/** Whether a configuration file holds a secret, by whomever it was written. */
export function holdsSecret(text: string): boolean {
  return [...parseIni(text).values()].some((options) => [...options.keys()].some(mayBeSecretOption))
}
