import type { Argv } from '@pglift/sdk'
import { asFirst, pgbackrestArgv, type Tool } from './argv.js'

/** Makes the stanza in all repositories, from the files of the cluster alone. */
export function stanzaCreateArgv(tool: Tool, stanza: string, datadir: string): Argv {
  return pgbackrestArgv(tool, stanza, 'stanza-create', [...asFirst({ path: datadir }), '--no-online'])
}

/** Tells the repositories that the stanza's cluster is another by now: a new major, a new system identifier. */
export function stanzaUpgradeArgv(tool: Tool, stanza: string, datadir: string): Argv {
  return pgbackrestArgv(tool, stanza, 'stanza-upgrade', [...asFirst({ path: datadir }), '--no-online'])
}

/** Whether configuration, repositories and archiving work; a segment of WAL is switched and waited for. */
export function checkArgv(tool: Tool, stanza: string): Argv {
  return pgbackrestArgv(tool, stanza, 'check')
}

/** Keeps other pgBackRest processes of the stanza from running: what `stanza-delete` asks for first. */
export function stopArgv(tool: Tool, stanza: string): Argv {
  return pgbackrestArgv(tool, stanza, 'stop')
}

/** Lets them run again. */
export function startArgv(tool: Tool, stanza: string): Argv {
  return pgbackrestArgv(tool, stanza, 'start')
}

/** Deletes all backups and WAL of the stanza in one repository, also while its cluster runs. */
export function stanzaDeleteArgv(tool: Tool, stanza: string, datadir: string, repository: number): Argv {
  const options = [...asFirst({ path: datadir }), `--repo=${repository}`, '--force']
  return pgbackrestArgv(tool, stanza, 'stanza-delete', options)
}
