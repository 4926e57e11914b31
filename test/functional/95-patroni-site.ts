import { join } from 'node:path'
import { linkPlugins } from '../support/linked.js'
import { until } from '../support/process.js'
import { Site, type SiteOptions } from '../support/site.js'

/** Small and fast, on one loopback address of its own. */
const conf = (address: string) => `listen_addresses = '${address}'
shared_buffers = 16MB
fsync = off
unix_socket_directories = {settings.socket_directory}
log_directory = {settings.logpath}
log_filename = '{version}-{name}.log'
log_destination = 'stderr'
logging_collector = on
`

/** Times that a test can wait for; pglift's own presets are for networks. */
const PATRONI = `bootstrap:
  dcs:
    ttl: 15
    loop_wait: 1
    retry_timeout: 6
    postgresql:
      parameters: {max_connections: 30}
watchdog: {mode: 'off'}
`

export const PASSWORDS = ['--surole-password', 'super:secret', '--replrole-password', 'repl:secret']

export interface MemberSiteOptions extends SiteOptions {
  /** Section `patroni`. */
  readonly patroni: Readonly<Record<string, unknown>>
  /** Further components, by their folder. */
  readonly plugins?: readonly string[]
}

/** A host of a cluster: a site of its own, on a loopback address of its own. */
export class MemberSite {
  readonly site: Site
  /** `m2`, on 127.0.0.3. */
  readonly node: string
  readonly address: string
  port = 0
  restPort = 0

  private constructor(site: Site, index: number) {
    this.site = site
    this.node = `m${index}`
    this.address = `127.0.0.${index + 1}`
  }

  static async make(
    index: number,
    { patroni, plugins = [], settings, templates, ...options }: MemberSiteOptions,
  ): Promise<MemberSite> {
    const { postgresql = {}, ...rest } = settings ?? {}
    const site = new Site({
      ...options,
      settings: {
        ...rest,
        patroni: { postgresql: { use_pg_rewind: true }, ...patroni },
        postgresql: { replrole: 'replication', ...postgresql },
      },
      templates: {
        'postgresql/postgresql.conf': conf(`127.0.0.${index + 1}`),
        'patroni/patroni.yaml': PATRONI,
        ...templates,
      },
    })
    const made = new MemberSite(site, index)
    try {
      await linkPlugins(site, ['patroni', ...plugins])
      await site.ok(['site-configure', 'install'])
      made.port = await site.freePort()
      made.restPort = await site.freePort()
    } catch (error) {
      await site.destroy()
      throw error
    }
    return made
  }

  get rest(): string {
    return `${this.address}:${this.restPort}`
  }

  /** Arguments that create the instance `main` as a member of the cluster `app`. */
  creation(...more: string[]): string[] {
    return [
      ...['instance', 'create', 'main', '--port', String(this.port), ...PASSWORDS],
      ...['--patroni-cluster', 'app', '--patroni-node', this.node],
      ...['--patroni-restapi-connect-address', this.rest],
      ...['--patroni-postgresql-connect-host', this.address, ...more],
    ]
  }

  get file(): string {
    return join(this.site.prefix, `etc/patroni/${this.site.version}-main.yaml`)
  }

  /** Asked again while its API is late. */
  async members(): Promise<ListedMember[]> {
    let listed: ListedMember[] = []
    await until('a member tells of its cluster', async () => {
      const { stdout, code } = await this.site.run(['patroni', 'members', '-o', 'json'])
      if (code === 0) listed = JSON.parse(stdout)
      return code === 0
    })
    return listed
  }

  /** Whether it takes writes, as a leader does once its promotion is complete; undefined when it can't be asked. */
  async takesWrites(): Promise<boolean | undefined> {
    const query = 'SELECT NOT pg_is_in_recovery() AS w'
    return (await this.site.psql<{ w: boolean }>('main', query).catch(() => []))[0]?.w
  }

  async leader(): Promise<string | undefined> {
    return (await this.members()).find(({ role }) => role === 'leader')?.name
  }

  /** Waits until all of `count` members run, one of them leads, and the others follow on its timeline. */
  async settled(count: number): Promise<string> {
    let leader: string | undefined
    let seen = ''
    await until(`${count} members are well`, async () => {
      const { stdout, code } = await this.site.run(['patroni', 'members', '-o', 'json'])
      seen = stdout
      if (code !== 0) return false
      const members = JSON.parse(stdout) as ListedMember[]
      leader = members.find(({ role }) => role === 'leader')?.name
      const timeline = members.find(({ role }) => role === 'leader')?.timeline
      const isWell = ({ state, ...member }: ListedMember) =>
        ['running', 'streaming'].includes(state) && member.timeline === timeline
      return leader !== undefined && members.length === count && members.every(isWell)
    }).catch((error: Error) => {
      throw new Error(`${error.message}; seen last: ${seen}`)
    })
    return leader as string
  }
}

export interface ListedMember {
  readonly name: string
  readonly host: string
  readonly port: number
  readonly role: string
  readonly state: string
  readonly timeline: number | null
  readonly lag: number | string | null
  readonly pending_restart: boolean
}
