const TIMEOUT_S = 60

/** Milliseconds that anything of a component may take. */
export function timeoutOf(env: NodeJS.ProcessEnv): number {
  const seconds = Number(env.PGLIFT_COMPONENT_TIMEOUT)
  return (seconds > 0 ? seconds : TIMEOUT_S) * 1000
}
