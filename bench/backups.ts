import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { backupSite, creation } from '../test/functional/86-pgbackrest-site.js'
import type { Site } from '../test/support/site.js'
import { BUDGETS } from './budgets.js'
import { countedCreation } from './counts.js'
import { BareServer } from './floor.js'
import { interleaved, type Rounds, timed } from './measure.js'
import { CONF_TEMPLATE, pglift } from './places.js'
import type { Finding } from './report.js'

const [MODEL, MADE, BARE] = ['model', 'made', 'bare']

/** pgBackRest for the bare server, which is a stanza of its own in the site's repository. */
class BareBackups {
  readonly #site: Site
  readonly #datadir: string

  constructor(site: Site, { datadir, port }: BareServer) {
    this.#site = site
    this.#datadir = datadir
    const stanza = {
      'pg1-path': datadir,
      'pg1-port': port,
      'pg1-user': 'backup',
      'pg1-socket-path': this.#sockets,
    }
    const lines = Object.entries(stanza).map(([name, value]) => `${name}=${value}\n`)
    writeFileSync(join(this.#configuration, 'conf.d', `${BARE}.conf`), `[${BARE}]\n${lines.join('')}`)
  }

  get #sockets(): string {
    return join(this.#site.runPrefix, 'postgresql')
  }

  get #configuration(): string {
    return join(this.#site.prefix, 'etc/pgbackrest')
  }

  #argv(...command: string[]): string[] {
    return ['pgbackrest', `--config-path=${this.#configuration}`, `--stanza=${BARE}`, ...command]
  }

  /** Settings of a server that archives to it. */
  get settings(): string {
    return `archive_command = '${this.#argv(`--pg1-path=${this.#datadir}`, 'archive-push', '%p').join(' ')}'\n`
  }

  /** Milliseconds of one command. */
  run(...command: string[]): number {
    return timed(this.#argv(...command), this.#site.env)
  }

  /** Deletes what a round has made. */
  remove(): void {
    this.run('stop')
    this.run('stanza-delete', '--force')
  }
}

/** Making an instance that is backed up against what PostgreSQL's and pgBackRest's own programs take for the same. */
export async function backups(rounds: Rounds): Promise<Finding[]> {
  const site = await backupSite({ templates: { 'postgresql/postgresql.conf': CONF_TEMPLATE } })
  const bare = new BareServer(site, MODEL, await site.freePort())
  try {
    const options = ['--pgbackrest-stanza', MODEL]
    const { initdb, statements, findings } = await countedCreation(site, MODEL, options)
    const tool = new BareBackups(site, bare)
    const create = await creation(site, MADE)
    const times = await interleaved(
      [
        { name: 'initdb', run: () => bare.initdb(initdb) },
        {
          name: 'start',
          before: async () => bare.configure(tool.settings),
          run: () => bare.start(),
        },
        { name: 'SQL', run: () => bare.execute(statements) },
        { name: 'stanza-create', run: () => tool.run('stanza-create', '--no-online') },
        {
          name: 'check',
          run: () => tool.run('check'),
          after: async () => {
            await bare.remove()
            tool.remove()
          },
        },
        {
          name: 'create',
          run: () => pglift(site, ...create),
          after: () => site.run(['instance', 'drop', MADE], { input: 'y\ny\n', expectExit: 0 }),
        },
      ],
      rounds,
    )
    const tools = ['initdb', 'start', 'SQL', 'stanza-create', 'check']
    const floor = tools.reduce((total, name) => total + (times.get(name) ?? NaN), 0)
    const ms = times.get('create') ?? NaN
    const unit = 'x initdb + server ready + the same SQL + stanza-create + check'
    const what = 'instance create with pgBackRest'
    return [
      { what, value: ms / floor, unit, ms, budget: BUDGETS.createWithBackups },
      ...findings.map((finding) => ({ ...finding, what: finding.what.replace('instance create', what) })),
    ]
  } finally {
    await bare.remove()
    await site.destroy()
  }
}
