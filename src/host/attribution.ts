const METHODS = Symbol('attributed methods')

/**
 * An event with methods that have to know who calls them: `methods` makes them, once for each component that taps, and
 * once for the host.
 */
export function attributed<E extends object, M extends object>(
  event: E,
  methods: (component: string) => M,
): E & M {
  return { ...event, ...methods('pglift'), [METHODS]: methods }
}

/** The event as the component gets it: its contributions bear its name. */
export function attributedTo<E extends object>(event: E, component: string): E {
  const { [METHODS]: methods, ...rest } = event as { [METHODS]?: (component: string) => object }
  return { ...rest, ...methods?.(component) } as E
}
