import { Args } from '@oclif/core'
import { PgliftCommand } from '../cli/command.js'
import { dryRun } from '../cli/flags/flags.js'
import type { Host } from '../host/host.js'

const ACTIONS = ['install', 'uninstall', 'check', 'list'] as const

export default class SiteConfigure extends PgliftCommand {
  static override summary = 'Manage installation of extra data files for pglift.'
  static override description =
    'install makes the directories and files that all instances share, uninstall removes them, check tells what is missing of them, list prints their paths.'
  static override hidden = true
  static override needsSite = false

  static override args = {
    action: Args.string({ options: [...ACTIONS], default: 'install', description: 'What to do.' }),
  }

  static override flags = { ...dryRun }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(SiteConfigure)
    const host = await this.openHost()
    const options = { dryRun: flags['dry-run'] }
    if (args.action === 'check') return this.#check(host)
    if (args.action === 'list') return this.#list(host)
    if (args.action === 'uninstall') {
      const { uninstallSite } = await import('../operations/site/uninstall.js')
      return uninstallSite(host, options)
    }
    const { installSite } = await import('../operations/site/install.js')
    return installSite(host, options)
  }

  async #check(host: Host): Promise<void> {
    const { siteProblems } = await import('../operations/site/check.js')
    const problems = await siteProblems(host, { thorough: true })
    for (const problem of problems) host.log.error(problem)
    if (problems.length > 0) this.exit(1)
  }

  async #list(host: Host): Promise<void> {
    const { sitePaths } = await import('../operations/site/list.js')
    for (const path of await sitePaths(host)) this.print(path)
  }
}
