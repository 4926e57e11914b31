import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DocumentPart } from './document.js'
import { isFree, quickDirectory } from './places.js'
import { Reader } from './reader.js'
import { Site } from './site.js'
import { follow } from './typist.js'

/** Ports that a tutorial with several hosts uses on each of them. */
const PORTS = ['5432', '8008', '2379', '2380']
/** As long as those of the document, so that tables look the same; below all that other tests use. */
const PORTS_FROM = 7001
const PORTS_TO = 7999

/** Where all hosts of a document mount the same directory. */
const SHARED = '/srv/backups'

const HOST_ADDRESS = /10\.0\.0\.1(\d)/g

/** Hosts of a document: `pg1`, `pg2` ... at 10.0.0.11 and so on, each a site and a loopback address of its own here. */
export class Hosts {
  readonly #hosts = new Map<string, { site: Site; reader: HostReader }>()
  readonly #ports: PortsOfHosts

  private constructor(ports: PortsOfHosts) {
    this.#ports = ports
  }

  static async make(count: number, env: NodeJS.ProcessEnv): Promise<Hosts> {
    const hosts = new Hosts(await portsFor(count))
    for (let index = 1; index <= count; index += 1) hosts.#add(index, env)
    return hosts
  }

  #add(index: number, env: NodeJS.ProcessEnv): void {
    const site = new Site({ below: quickDirectory() })
    const shared = join(this.#hosts.get('pg1')?.site.directory ?? site.directory, 'shared')
    mkdirSync(shared, { recursive: true })
    this.#hosts.set(`pg${index}`, { site, reader: new HostReader(site, env, index, this.#ports, shared) })
  }

  /** Does what a part says, on the hosts that it is for, at once. */
  async follow(part: DocumentPart): Promise<void> {
    const names = part.hosts.length === 0 ? [...this.#hosts.keys()] : part.hosts
    await Promise.all(
      names.map(async (name) => {
        const host = this.#hosts.get(name)
        if (host === undefined) throw new Error(`line ${part.line}: there is no host '${name}'`)
        await follow(host.reader, part).catch((error: Error) => {
          throw new Error(`${name}: ${error.message}`)
        })
      }),
    )
  }

  async destroy(): Promise<void> {
    for (const { site } of this.#hosts.values()) await site.destroy()
  }
}

/** By number of the host, then by the port of the document. */
type PortsOfHosts = ReadonlyMap<number, ReadonlyMap<string, string>>

async function portsFor(count: number): Promise<PortsOfHosts> {
  const ports = new Map<number, Map<string, string>>()
  let next = PORTS_FROM + Math.floor(Math.random() * 500)
  for (let index = 1; index <= count; index += 1) {
    const own = new Map<string, string>()
    for (const port of PORTS) {
      while (!(await isFree(next))) next += 1
      if (next > PORTS_TO) throw new Error(`no free port from ${PORTS_FROM} to ${PORTS_TO}`)
      own.set(port, String(next))
      next += 1
    }
    ports.set(index, own)
  }
  return ports
}

/** Who sits at one of the hosts. */
class HostReader extends Reader {
  readonly #index: number
  readonly #portsOfAll: PortsOfHosts
  readonly #shared: string

  constructor(site: Site, env: NodeJS.ProcessEnv, index: number, ports: PortsOfHosts, shared: string) {
    super(site, env)
    this.#index = index
    this.#portsOfAll = ports
    this.#shared = shared
  }

  /** A port is that of the host whose address stands in front of it, or else on its line. */
  override here(text: string): string {
    const lines = text.split('\n').map((line) => this.#lineHere(line))
    return super.here(lines.join('\n').replaceAll(SHARED, this.#shared))
  }

  #lineHere(line: string): string {
    const portOf = (index: number, port: string) => this.#portsOfAll.get(index)?.get(port) ?? port
    const pairs = line.replaceAll(/(10\.0\.0\.1(\d)):(\d{4})/g, (_, address, host, port) => {
      return `${address}:${portOf(Number(host), port)}`
    })
    const [only, ...more] = new Set([...pairs.matchAll(HOST_ADDRESS)].map(([, host]) => Number(host)))
    const index = only === undefined || more.length > 0 ? this.#index : only
    return pairs
      .replaceAll(/\b\d{4}\b/g, (port) => portOf(index, port))
      .replaceAll(HOST_ADDRESS, (_, host) => `127.0.0.${Number(host) + 1}`)
  }
}
