import { hasFeature, postgresVersion } from '../versions.js'
import { type Argv, program } from './argv.js'

export interface InitdbOptions {
  version: string
  bindir: string
  datadir: string
  waldir?: string
  /** Bootstrap superuser. */
  superuser: string
  authLocal: string
  authHost: string
  /** Undefined: the environment's. */
  locale?: string
  /** Undefined: the locale's. */
  encoding?: string
  /** Undefined: the major's own default, on since 18. */
  dataChecksums?: boolean
  /** Group may read the data directory (0750). */
  allowGroupAccess?: boolean
}

/**
 * `initdb`. `passwordFile` holds the superuser's password on its first line; initdb insists on one when an
 * authentication method wants passwords.
 */
export function initdbArgv(options: InitdbOptions, passwordFile?: string): Argv {
  const { bindir, datadir, waldir, superuser, authLocal, authHost, locale, encoding } = options
  return [
    program(bindir, 'initdb'),
    `--pgdata=${datadir}`,
    `--username=${superuser}`,
    `--auth-local=${authLocal}`,
    `--auth-host=${authHost}`,
    ...(encoding === undefined ? [] : [`--encoding=${encoding}`]),
    ...(locale === undefined ? [] : [`--locale=${locale}`]),
    ...(waldir === undefined ? [] : [`--waldir=${waldir}`]),
    ...checksums(options),
    ...(options.allowGroupAccess ? ['--allow-group-access'] : []),
    ...(passwordFile === undefined ? [] : [`--pwfile=${passwordFile}`]),
  ]
}

function checksums({ version, dataChecksums }: InitdbOptions): string[] {
  if (dataChecksums === undefined) return []
  if (dataChecksums) return ['--data-checksums']
  return hasFeature(postgresVersion(version), 'initdbNoDataChecksums') ? ['--no-data-checksums'] : []
}
