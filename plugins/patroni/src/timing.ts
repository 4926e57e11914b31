/** Seconds, as Patroni's dynamic configuration has them. */
export interface Timing {
  readonly ttl: number
  readonly loop_wait: number
  readonly retry_timeout: number
}

/** Times that fit together. `default` is Patroni's own. */
export const PRESETS = {
  fast: { ttl: 20, loop_wait: 5, retry_timeout: 5 },
  default: { ttl: 30, loop_wait: 10, retry_timeout: 10 },
  patient: { ttl: 60, loop_wait: 10, retry_timeout: 20 },
  wide: { ttl: 120, loop_wait: 20, retry_timeout: 30 },
} as const satisfies Record<string, Timing>

/** Where the site's settings say times. */
export interface TimingSettings {
  readonly dcs: { readonly [name in keyof Timing]: number | null } & {
    readonly preset: keyof typeof PRESETS | null
  }
  readonly loop_wait: number | null
}

/** Times that the site's settings say: each by itself over the preset. */
export function timingOf({ dcs, loop_wait: former }: TimingSettings): Partial<Timing> {
  const { preset, ttl, loop_wait, retry_timeout } = dcs
  const preferred = preset === null ? { loop_wait: former } : PRESETS[preset]
  const single = Object.entries({ ttl, loop_wait, retry_timeout }).filter(([, value]) => value !== null)
  const times = Object.entries({ ...preferred, ...Object.fromEntries(single) })
  return Object.fromEntries(times.filter(([, value]) => value !== null))
}

/** Why the times don't fit (Patroni documentation, "Dynamic Configuration Settings"); undefined: they do. */
export function timingProblem({ ttl, loop_wait, retry_timeout }: Timing): string | undefined {
  const least = loop_wait + 2 * retry_timeout
  return least <= ttl
    ? undefined
    : `loop_wait + 2 * retry_timeout must be at most ttl: ${loop_wait} + 2 * ${retry_timeout} = ${least} > ${ttl}`
}
