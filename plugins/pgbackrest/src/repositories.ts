import type { PgbackrestSettings } from './settings.js'
import type { PathRepository, Repository, SshRepository, TlsRepository } from './settings-repository.js'

type Section = Pick<PgbackrestSettings, 'repository' | 'further_repositories' | 'options'>

/** A repository with its key: pgBackRest's options of the second one begin with `repo2-`. */
export interface Numbered<R extends Repository = Repository> {
  readonly key: number
  readonly repository: R
}

/** Repositories that the settings describe, in the order of their keys. */
export function describedRepositories({ repository, further_repositories }: Section): Numbered[] {
  return [repository, ...further_repositories].map((each, index) => ({ key: index + 1, repository: each }))
}

/** Whether another host keeps it: backups are made there, and deleted. */
export function isElsewhere(repository: Repository): repository is TlsRepository | SshRepository {
  return repository.mode === 'host-tls' || repository.mode === 'host-ssh'
}

/** Repositories that are directories of this host. */
export function pathRepositories(section: Section): Numbered<PathRepository>[] {
  return describedRepositories(section).filter(
    (each): each is Numbered<PathRepository> => each.repository.mode === 'path',
  )
}

/** Repositories of other hosts. */
export function remoteRepositories(section: Section): Numbered<TlsRepository | SshRepository>[] {
  return describedRepositories(section).filter((each): each is Numbered<TlsRepository | SshRepository> =>
    isElsewhere(each.repository),
  )
}

/** Keys of all repositories, those included that only `options` speak of (`repo2-path`). */
export function repositoryKeys(section: Section): number[] {
  const named = Object.keys(section.options).map((name) => Number(/^repo(\d+)-/.exec(name)?.[1] ?? 1))
  const described = describedRepositories(section).map(({ key }) => key)
  return [...new Set([...described, ...named])].sort((one, other) => one - other)
}

/** Keys of the repositories that pgBackRest on this host makes backups in. */
export function localKeys(section: Section): number[] {
  const remote = new Set(remoteRepositories(section).map(({ key }) => key))
  return repositoryKeys(section).filter((key) => !remote.has(key))
}

/**
 * The host on which stanzas have to be created and upgraded: pgBackRest insists on that of the first repository, and
 * reaches the others from there. Undefined: this one.
 */
export function stanzaHost({ repository }: Section): string | undefined {
  return isElsewhere(repository) ? repository.host : undefined
}
