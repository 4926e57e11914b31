import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parse, stringify } from 'yaml'
import { MemberSite } from '../test/functional/95-patroni-site.js'
import { EtcdCluster } from '../test/support/etcd.js'
import { endProcessesBelow } from '../test/support/process.js'
import { BUDGETS } from './budgets.js'
import { interleaved, type Rounds } from './measure.js'
import { pglift } from './places.js'
import type { Finding } from './report.js'

const POLL_MS = 5
const PATIENCE_MS = 60_000

/** Whether the member at this address leads: it answers `/leader` with 200 (Patroni documentation, "REST API"). */
function leads(address: string): Promise<boolean> {
  const [hostname, port] = address.split(':')
  return new Promise((resolve) => {
    const asked = request({ hostname, port, path: '/leader', agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    asked.on('error', () => resolve(false))
    asked.end()
  })
}

/** Patroni without pglift, on a copy of the file that pglift wrote for a member: another cluster, another directory. */
class BareMember {
  readonly #member: MemberSite
  readonly #text: string
  readonly #directory: string
  #patroni: ChildProcess | undefined

  /** `member` exists by now, and is dropped before this one starts. */
  constructor(member: MemberSite) {
    this.#member = member
    this.#directory = join(member.site.directory, 'bare')
    const tree = parse(readFileSync(member.file, 'utf8'))
    tree.scope = 'bare'
    tree.log.dir = this.#directory
    tree.postgresql.data_dir = join(this.#directory, 'data')
    tree.postgresql.pgpass = join(this.#directory, 'pgpass')
    const waldir = join(this.#directory, 'wal')
    tree.bootstrap.initdb = tree.bootstrap.initdb.map((option: object | string) =>
      typeof option === 'object' && 'waldir' in option ? { waldir } : option,
    )
    this.#text = stringify(tree)
  }

  /** Milliseconds from the start of Patroni until this member leads its cluster. */
  async bootstrap(): Promise<number> {
    mkdirSync(this.#directory)
    const file = join(this.#directory, 'member.yaml')
    writeFileSync(file, this.#text, { mode: 0o600 })
    const started = process.hrtime.bigint()
    this.#patroni = spawn('patroni', [file], { env: this.#member.site.env, stdio: 'ignore' })
    const deadline = Date.now() + PATIENCE_MS
    while (!(await leads(this.#member.rest))) {
      if (this.#patroni.exitCode !== null || Date.now() > deadline)
        throw new Error('Patroni does not start by hand')
      await sleep(POLL_MS)
    }
    return Number(process.hrtime.bigint() - started) / 1e6
  }

  async remove(): Promise<void> {
    this.#patroni?.kill('SIGKILL')
    await endProcessesBelow(this.#directory)
    rmSync(this.#directory, { recursive: true, force: true })
  }
}

/** Making the first member of a cluster against what Patroni takes for it by itself. */
export async function patroni(rounds: Rounds): Promise<Finding[]> {
  const etcd = await EtcdCluster.start()
  const member = await MemberSite.make(1, { patroni: { etcd: { hosts: etcd.hosts } } })
  const { site } = member
  const forget = () => void etcd.ctl('del', '/service/', '--prefix')
  const drop = async () => {
    await site.ok(['instance', 'drop'])
    forget()
  }
  try {
    await site.ok(member.creation())
    const bare = new BareMember(member)
    await drop()
    const times = await interleaved(
      [
        {
          name: 'by hand',
          run: () => bare.bootstrap(),
          after: async () => {
            await bare.remove()
            forget()
          },
        },
        { name: 'create', run: () => pglift(site, ...member.creation()), after: drop },
      ],
      rounds,
    )
    const [ms = NaN, byHand = NaN] = [times.get('create'), times.get('by hand')]
    const what = 'instance create of the first member of a Patroni cluster'
    return [{ what, value: ms / byHand, unit: 'x Patroni by hand', ms, budget: BUDGETS.firstMember }]
  } finally {
    await site.destroy()
    etcd.destroy()
  }
}
