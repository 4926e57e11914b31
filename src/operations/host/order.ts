import { parseConninfo } from '../../postgresql/conninfo.js'

/** What the order of the instances follows from. */
export interface Ordered {
  readonly id: string
  readonly absent: boolean
  /** Where it listens now, or would; undefined when it does not exist. */
  readonly presentPort: number | undefined
  /** Where it is to listen; undefined when it goes. */
  readonly wantedPort: number | undefined
  /** What a standby follows, wanted or present. */
  readonly conninfo: string | undefined
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1)$/

/** Ports of this host that a connection string names; `names` are those of the host itself. */
function localPorts(conninfo: string, names: readonly string[]): number[] {
  const { host = '', hostaddr, port = '5432' } = parseConninfo(conninfo)
  const hosts = (hostaddr ?? host).split(',')
  const ports = port.split(',')
  const isLocal = (name: string) =>
    name === '' || name.startsWith('/') || LOOPBACK.test(name) || names.includes(name)
  return hosts.flatMap((name, index) => (isLocal(name) ? [Number(ports[index] ?? ports[0])] : []))
}

/** The instance, among those given, that a standby follows. */
export function primaryOf<T extends Ordered>(
  standby: Ordered,
  items: readonly T[],
  names: readonly string[],
): T | undefined {
  if (standby.conninfo === undefined) return undefined
  const ports = localPorts(standby.conninfo, names)
  const listens = ({ wantedPort, presentPort }: Ordered) => wantedPort ?? presentPort ?? 0
  return items.find((item) => item.id !== standby.id && ports.includes(listens(item)))
}

/** Whether `later` has to wait for `earlier`. */
function waits(later: Ordered, earlier: Ordered, items: readonly Ordered[], names: readonly string[]) {
  if (later === earlier) return false
  const port = later.wantedPort
  const leaves = earlier.presentPort !== undefined && earlier.wantedPort !== earlier.presentPort
  if (port !== undefined && port !== later.presentPort && leaves && earlier.presentPort === port) return true
  if (later.absent) return earlier.absent && primaryOf(earlier, items, names) === later
  return !earlier.absent && primaryOf(later, items, names) === earlier
}

/**
 * The order in which instances are worked off: that of the manifest, but a standby comes after its primary, whoever wants a
 * port after the one who leaves it, and those that go come last, a standby before its primary. Where instances wait for
 * each other, the order of the manifest stands.
 */
export function inOrder<T extends Ordered>(items: readonly T[], names: readonly string[]): T[] {
  const left = [...items.filter(({ absent }) => !absent), ...items.filter(({ absent }) => absent)]
  const done: T[] = []
  while (left.length > 0) {
    const free = left.findIndex((item) => !left.some((other) => waits(item, other, items, names)))
    done.push(...left.splice(Math.max(0, free), 1))
  }
  return done
}

/** Ports that other instances of the manifest leave, or do not use any more. */
export function vacatedPorts(item: Ordered, items: readonly Ordered[]): number[] {
  return items.flatMap(({ id, presentPort, wantedPort }) =>
    id !== item.id && presentPort !== undefined && presentPort !== wantedPort ? [presentPort] : [],
  )
}
