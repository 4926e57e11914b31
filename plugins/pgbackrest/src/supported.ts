import type { Session } from './session.js'

/** First pgBackRest that knows a major of PostgreSQL (its release notes); older majors are known to all of ours. */
const KNOWN_SINCE: Readonly<Record<string, readonly [number, number]>> = {
  '16': [2, 46],
  '17': [2, 53],
  '18': [2, 56],
}

/**
 * Why the pgBackRest of this host can't be used with a major; undefined when it can, or when its version is not told.
 * One short call; none for majors that all versions know.
 */
export async function unsupported(
  { section, effects }: Pick<Session, 'section' | 'effects'>,
  major: string,
): Promise<string | undefined> {
  const [first, second] = KNOWN_SINCE[major] ?? []
  if (first === undefined || second === undefined) return undefined
  const { stdout } = await effects.processes.run([section.execpath, 'version'])
  const [, version = '', one, two] = /((\d+)\.(\d+)\S*)/.exec(stdout) ?? []
  if (one === undefined || Number(one) > first || (Number(one) === first && Number(two) >= second))
    return undefined
  return `pgBackRest ${version}, ${section.execpath}, does not know PostgreSQL ${major}: it takes ${first}.${second} or newer`
}
