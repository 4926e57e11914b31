import type { Fault } from '@pglift/sdk'
import { fault, isLine, optionFaults, secretFaults } from './options-check.js'
import { describedRepositories, isElsewhere, type Numbered, pathRepositories } from './repositories.js'
import type { PgbackrestSettings } from './settings.js'
import { type Repository, STORES, type StoreRepository } from './settings-repository.js'

/** Options that pglift sets itself, from its settings or for each instance and command. */
const OWN =
  /^(stanza|config(-path|-include-path)?|lock-path|log-path|spool-path|pg\d*-.+|cmd-ssh|set|target.*|tls-server.*|repo)$/

/** The same of a repository, without `repoN-`. */
const OWN_OF_PATH = /^(path|host.*|retention-(archive|diff|full))$/
const OWN_OF_STORE = /^(path|type|host.*|retention-(archive|diff|full))$/
const OWN_OF_HOST = /^host.*$/

/** What pgBackRest can't do without, in a store. */
const REQUIRED: Readonly<Record<StoreRepository['mode'], readonly string[]>> = {
  s3: ['s3-bucket', 's3-endpoint', 's3-region'],
  azure: ['azure-account', 'azure-container'],
  gcs: ['gcs-bucket'],
  sftp: ['sftp-host', 'sftp-host-user', 'sftp-private-key-file', 'sftp-host-key-hash-type'],
}

function isStore(repository: Repository): repository is StoreRepository {
  return (STORES as readonly string[]).includes(repository.mode)
}

function ownOf(repository: Repository): RegExp {
  if (isElsewhere(repository)) return OWN_OF_HOST
  return isStore(repository) ? OWN_OF_STORE : OWN_OF_PATH
}

/** Where a repository stands in the section. */
function placeOf({ key }: Numbered): Fault['loc'] {
  return key === 1 ? ['repository'] : ['further_repositories', key - 2]
}

const nameOf = (numbered: Numbered): string => ['pgbackrest', ...placeOf(numbered)].join('.')

function globalProblem(section: PgbackrestSettings, name: string): string | undefined {
  if (OWN.test(name)) return `option '${name}' is set by pglift itself`
  const [, key, rest = ''] = /^repo(\d+)-(.+)$/.exec(name) ?? []
  const numbered = describedRepositories(section).find((each) => each.key === Number(key))
  if (numbered === undefined) return undefined
  const { repository } = numbered
  if (ownOf(repository).test(rest))
    return `option '${name}' is set by pglift itself; see '${nameOf(numbered)}'`
  const isTwice =
    Object.hasOwn(repository.options ?? {}, rest) || repository.secrets.some(({ option }) => option === rest)
  return isTwice ? `option '${name}' is given in '${nameOf(numbered)}.options', too` : undefined
}

function repositoryFaults(numbered: Numbered): Fault[] {
  const { repository } = numbered
  const loc = placeOf(numbered)
  const own = ownOf(repository)
  const problemOf = (name: string) => {
    if (/^repo\d/.test(name)) return `give it without 'repo${numbered.key}-': it is one of this repository`
    return own.test(name) ? `option '${name}' is set by pglift itself` : undefined
  }
  const given = [...Object.keys(repository.options ?? {}), ...repository.secrets.map(({ option }) => option)]
  const required = isStore(repository) ? REQUIRED[repository.mode] : []
  const missing = required
    .filter((name) => !given.includes(name))
    .map((name) => fault([...loc, 'options', name], 'Field required'))
  return [
    ...optionFaults(loc, repository.options, problemOf),
    ...secretFaults(loc, repository.secrets),
    ...missing,
  ]
}

/** What can't be together: pgBackRest makes stanzas on the host of the first repository, and has one SSH client. */
function togetherFaults(section: PgbackrestSettings): Fault[] {
  const [first, ...further] = describedRepositories(section)
  const faults: Fault[] = []
  if (first !== undefined && isElsewhere(first.repository))
    for (const each of further)
      if (!isElsewhere(each.repository))
        faults.push(fault(placeOf(each), "repositories of other hosts come last: let it be 'repository'"))
  for (const each of further)
    if (each.repository.mode === 'host-tls')
      faults.push(
        fault([...placeOf(each), 'mode'], "only 'repository' may be on a host that is reached by TLS"),
      )
  const paths = pathRepositories(section)
  for (const each of paths)
    if (paths.some(({ key, repository }) => key < each.key && repository.path === each.repository.path))
      faults.push(fault([...placeOf(each), 'path'], 'is that of another repository', each.repository.path))
  const clients = [first, ...further].flatMap((each) =>
    each?.repository.mode === 'host-ssh' ? [each.repository.cmd_ssh] : [],
  )
  if (new Set(clients).size > 1)
    faults.push(fault(['further_repositories'], "must have the same 'cmd_ssh', as pgBackRest has only one"))
  return faults
}

/** A path with a line break or with blanks at its ends can't be written to pgBackRest's configuration. */
function pathFaults(section: PgbackrestSettings): Fault[] {
  const { configpath, logpath, spoolpath, lockpath } = section
  return Object.entries({ configpath, logpath, spoolpath, lockpath }).flatMap(([key, value]) =>
    isLine(value) ? [] : [fault([key], 'must not begin or end with a blank', value)],
  )
}

/** Faults of the section that its schema can't tell. Pure. */
export function settingsFaults(section: PgbackrestSettings): Fault[] {
  return [
    ...pathFaults(section),
    ...optionFaults([], section.options, (name) => globalProblem(section, name)),
    ...secretFaults([], section.secrets),
    ...describedRepositories(section).flatMap(repositoryFaults),
    ...togetherFaults(section),
  ]
}
