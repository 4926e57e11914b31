import type { Engine } from '../../engine/engine.js'
import type { Step } from '../../engine/step.js'
import type { Host } from '../../host/host.js'

const nothing = () => undefined

/** The same host for looking: it says nothing, and every question has its default for an answer. */
export function quietly(host: Host): Host {
  return withLog(host, { debug: nothing, info: nothing, warning: nothing, error: nothing })
}

/** The same host for plans: warnings are told, every question has its default for an answer, steps go to `record`. */
export function planning(host: Host, record: (step: Step) => void): Host {
  const { log } = host
  const planner = withLog(host, {
    debug: (message) => log.debug(message),
    info: nothing,
    warning: (message) => log.warning(message),
    error: (message) => log.error(message),
  })
  return { ...planner, engine: { ...planner.engine, record: (_, step) => record(step) } }
}

/** The same host where every question was answered beforehand: by its default, when a plan was agreed to. */
export function agreed(host: Host): Host {
  return { ...host, ask: { ...defaults, password: (prompt) => host.ask.password(prompt) } }
}

const defaults: Host['ask'] = {
  confirm: async (_question, answerByDefault) => answerByDefault,
  password: async () => undefined,
}

function withLog(host: Host, log: Host['log']): Host {
  const { record: _, ...engine }: Engine = host.engine
  return { ...host, log, ask: defaults, engine: { ...engine, log } }
}
