import type { Numbered } from '../repositories.js'
import type {
  PathRepository,
  Repository,
  SshRepository,
  StoreRepository,
  TlsRepository,
} from '../settings-repository.js'

/** Values as pgBackRest's file has them; null: not there. */
type Values = Readonly<Record<string, string | number | null>>

function kept({ retention: { archive, diff, full } }: PathRepository | StoreRepository): Values {
  return { 'retention-archive': archive, 'retention-diff': diff, 'retention-full': full }
}

function onHost({ host, host_port, host_config }: TlsRepository | SshRepository): Values {
  return { host, 'host-port': host_port, 'host-config': host_config }
}

function byMode(repository: Repository): Values {
  switch (repository.mode) {
    case 'path':
      return { path: repository.path, ...kept(repository) }
    case 'host-ssh':
      return { ...onHost(repository), 'host-type': 'ssh', 'host-user': repository.host_user }
    case 'host-tls': {
      const { ca_cert, cert, key } = repository.certificate
      const files = { 'host-ca-file': ca_cert, 'host-cert-file': cert, 'host-key-file': key }
      return { ...onHost(repository), 'host-type': 'tls', ...files }
    }
    default:
      return { type: repository.mode, path: repository.path, ...kept(repository) }
  }
}

/** What the settings say of one repository, its own further options and secrets aside. */
export function repositoryOptions({ key, repository }: Numbered): Record<string, string> {
  const entries = Object.entries(byMode(repository)).flatMap(([name, value]) =>
    value === null ? [] : [[`repo${key}-${name}`, String(value)]],
  )
  // Not one of a repository: pgBackRest has one SSH client.
  const client = repository.mode === 'host-ssh' ? repository.cmd_ssh : null
  return { ...Object.fromEntries(entries), ...(client === null ? {} : { 'cmd-ssh': client }) }
}
